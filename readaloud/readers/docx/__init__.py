"""Word-processor documents in DOCX."""
