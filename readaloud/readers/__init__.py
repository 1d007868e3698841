"""Readers: source file → `Document`."""
