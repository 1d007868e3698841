"""Writes EPUB 3 with media overlays: text and sound together, sentence by sentence."""
