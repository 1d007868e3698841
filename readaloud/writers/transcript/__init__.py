"""Transcripts: the edition's text with its speakers, to read without a player, as plain text and as a page."""
