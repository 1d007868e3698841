"""TEI: FRUS documents and volumes, and plays."""
