import subprocess
import sys

import pytest

from readaloud.errors import UsageError
from readaloud.writers.registry import BUILTIN, names, writer


@pytest.mark.parametrize("name", BUILTIN)
def test_every_built_in_writer_is_named_as_it_is_registered(name: str) -> None:
    found = writer(name)
    assert found.name == name
    assert found.description


def test_an_unknown_format_is_a_usage_error_that_lists_what_there_is() -> None:
    with pytest.raises(UsageError, match="'ogg'") as caught:
        writer("ogg")
    assert all(name in caught.value.tip for name in names())
    assert caught.value.exit_code == 2


def test_listing_the_formats_imports_nothing_heavy() -> None:
    code = (
        "import sys; from readaloud.writers import registry; "
        "print([m for m in ('av', 'numpy', 'mutagen', 'pydub') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
