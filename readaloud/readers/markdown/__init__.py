"""Markdown interviews."""
