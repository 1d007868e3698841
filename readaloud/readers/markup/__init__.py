"""Web pages, XHTML and EPUB books."""
