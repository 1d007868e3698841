"""Dramatized readings and accessible editions from documents with several speakers."""

__version__ = "0.1.0"
