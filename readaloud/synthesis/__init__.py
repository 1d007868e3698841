"""Synthesis: `Script` → `ClipInfo` of each utterance, the clips kept in a cache."""
