"""Plain-text transcripts in the form of the FRUS series."""
