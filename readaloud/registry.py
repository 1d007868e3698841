"""One way to find a plug-in by name: the built-in dict first, then the entry points of strangers' packages."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from readaloud import packages
from readaloud.errors import ReadaloudError


def load(group: str, builtin: Mapping[str, str], name: str) -> Any:
    """The plug-in's class.

    `builtin` maps names to `module:Class`; entry points are scanned only when the name is not there, and some
    package has any of the group: a scan costs about 50 ms. KeyError when nobody has the name.
    """
    target = builtin.get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return getattr(importlib.import_module(module), attribute)
    for point in _entry_points(group):
        if point.name == name:
            try:
                return point.load()
            except (Exception, SystemExit) as error:  # importing a stranger's package may raise anything
                package = point.dist.name if point.dist is not None else point.module
                raise ReadaloudError(
                    f"The plug-in {name!r} of {package} cannot be loaded: {type(error).__name__}: {error}.",
                    tip=f"Update or remove it: pip install --upgrade {package}.",
                ) from error
    raise KeyError(name)


def names(group: str, builtin: Mapping[str, str]) -> tuple[str, ...]:
    """All names, the built-in ones first."""
    strangers = sorted({point.name for point in _entry_points(group)} - set(builtin))
    return (*builtin, *strangers)


def _entry_points(group: str) -> Any:
    if not packages.may_offer(group):
        return ()
    from importlib.metadata import entry_points

    return entry_points(group=group)
