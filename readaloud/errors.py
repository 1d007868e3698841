"""What can go wrong, one class per layer, each with a stable exit code and the fix in its words."""

from __future__ import annotations

import errno


class ReadaloudError(Exception):
    """Something failed and says what; the command line shows it as `Error: …` and `Tip: …`."""

    exit_code = 1

    def __init__(self, message: str, *, tip: str = "") -> None:
        """`message` is one clear sentence with the place; `tip` is the fix, where there is one."""
        super().__init__(message)
        self.message = message
        self.tip = tip


class UsageError(ReadaloudError):
    """The command was called with options that do not fit."""

    exit_code = 2


class SourceError(ReadaloudError):
    """The source cannot be read."""

    exit_code = 3


class ScriptError(ReadaloudError):
    """The script or the cast is not valid, or a person's work would be lost."""

    exit_code = 4


class EngineError(ReadaloudError):
    """A voice or an engine is missing or fails."""

    exit_code = 5


class CheckError(ReadaloudError):
    """A check failed."""

    exit_code = 6


class ClusterError(ReadaloudError):
    """A cluster cannot be used, or was lost."""


class OutputError(ReadaloudError):
    """The edition cannot be written."""

    @classmethod
    def of(cls, error: OSError, what: str, *, tip: str = "Choose another folder with -o.") -> OutputError:
        """What the system's error means for `what`, and what to do about it."""
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return cls(f"The disk is full: {what} cannot be written.", tip="Free some space, or choose another disk.")
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return cls(f"There is no permission to write {what}.", tip=tip)
        return cls(f"{what} cannot be written: {error.strerror or error}.", tip=tip)
