"""WebVTT and SRT transcripts."""
