"""Checking: proves an edition by ways independent of those that made it."""
