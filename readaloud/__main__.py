"""`python -m readaloud`."""

from readaloud.cli import main

main()
