"""A collection of editions made public: its index page, its podcast feed, and what Audiobookshelf reads.

`collection.json` in the output folder tells which editions there are (docs/reference/collection-json.md); everything
here is made of it and nothing else, without a clock, so that the same collection gives the same bytes.
"""

from __future__ import annotations

from readaloud.collection.addresses import base_address as base_address
from readaloud.collection.publishing import publish as publish
from readaloud.collection.publishing import remarks as remarks
