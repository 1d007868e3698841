"""Project Gutenberg's plain-text plays."""
