"""Keeps the account of a source: which characters became text, which were skipped, and why."""
