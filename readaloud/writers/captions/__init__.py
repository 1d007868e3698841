"""Captions: what is heard, cut into cards that can be read while it is heard, as WebVTT and SRT."""
