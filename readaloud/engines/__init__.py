"""Engines: one utterance → `Clip`."""
