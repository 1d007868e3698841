"""Documents in PDF that have a text layer."""
