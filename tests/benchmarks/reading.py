"""CPU time of reading, planning and proving, from 10 kB to 50 MB: it grows in proportion to length.

python -m tests.benchmarks.reading [--most 50000000] [--form text|tei]
"""

from __future__ import annotations

import argparse
import resource
import time

from readaloud import pipeline
from readaloud.planning.director import plan
from readaloud.readers import registry
from readaloud.readers.base import Choice, Raw
from readaloud.settings import Settings

WORDS = "the lamp was dark for eleven minutes on Tuesday and nobody on the Board would have known of it, Mr. Commissioner".split()


def talk(size: int) -> list[str]:
    """Turns of a talk with pages and remarks, about `size` bytes."""
    lines, length, number = [], 0, 0
    while length < size:
        number += 1
        words = " ".join(WORDS[(number + i) % len(WORDS)] for i in range(8 + number % 23))
        line = (
            f"{'KDP'[number % 3]}: {words.capitalize()} [unclear] {number}." if number % 7 else f"[Page {number // 7}]"
        )
        lines.append(line)
        length += len(line) + 2
    return lines


def text(size: int) -> Raw:
    return Raw("talk.txt", ("A Talk\n\n" + "\n\n".join(talk(size)) + "\n").encode())


def tei(size: int) -> Raw:
    def block(line: str) -> str:
        return f'<pb n="{line[6:-1]}"/>' if line.startswith("[Page") else f"<p>{line}</p>"

    body = "\n".join(block(line) for line in talk(size))
    return Raw(
        "talk.xml",
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"><teiHeader/><text><body>'
        f'<div type="document" n="1" xml:id="d1"><head>1. A Talk</head>{body}</div></body></text></TEI>'.encode(),
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=50_000_000)
    arguments.add_argument("--form", choices=["text", "tei"], default="text")
    given = arguments.parse_args()
    print(f"{'bytes':>12} {'read':>8} {'plan':>8} {'prove':>8} {'µs/byte':>9} {'peak MB':>9}")
    size = 10_000
    while size <= given.most:
        raw = {"text": text, "tei": tei}[given.form](size)
        began = time.process_time()
        document = registry.read(raw, Choice(), None)
        read = time.process_time()
        script = plan(document, Settings())
        planned = time.process_time()
        ledger, _ = pipeline.account(raw.data, script)
        proved = time.process_time()
        assert ledger is not None and not ledger.differences
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = (proved - began) / len(raw.data) * 1e6
        print(
            f"{len(raw.data):>12,} {read - began:>8.2f} {planned - read:>8.2f} {proved - planned:>8.2f} {each:>9.2f} {memory:>9.0f}"
        )
        size = size * 10 if size * 10 <= given.most or size == given.most else given.most


if __name__ == "__main__":
    main()
