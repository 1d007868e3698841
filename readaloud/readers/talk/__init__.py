"""Recognizes speakers in paragraphs: labels, turns, remarks, people; shared by all readers of transcripts."""
