"""Pronunciation: lexicons, and how the words of a spoken text are said otherwise than the engine would say them."""
