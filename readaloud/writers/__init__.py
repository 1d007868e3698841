"""Writers: `Edition` and blocks of samples → files."""
