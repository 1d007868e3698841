"""Fountain screenplays."""
