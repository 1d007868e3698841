"""Pages of ours in a real Chromium: nothing may go wrong in them, nothing may be asked for elsewhere, in every look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
    "reduced-motion": {"reduced_motion": "reduce"},
    "320-px": {"viewport": {"width": 320, "height": 640}},
    "enlarged": {"viewport": {"width": 320, "height": 256}},
}
"""How a person may have set the browser, as options of `opened`."""


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page in which no error may happen, and from which nothing may be asked for but what lies in its folder."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    page = context.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(address)
        yield page
        assert wrong == []
        own = address.split("#")[0].rpartition("/")[0] + "/"
        assert [url for url in asked if not url.startswith((own, "blob:", "data:"))] == []
    finally:
        context.close()
