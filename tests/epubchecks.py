"""Runs EPUBCheck on many books in one Java machine, which starts and reads its schemas once: a tenth of the time.

`python -m tests.epubchecks JAR FOLDER BOOK…` writes `FOLDER/0.json`, `FOLDER/1.json` …, as EPUBCheck's own command does.
"""

from __future__ import annotations

import sys

import jpype


def main(jar: str, folder: str, *books: str) -> None:
    jpype.startJVM("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", classpath=[jar])
    # What its `main` calls once, before it ends the machine.
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    for number, book in enumerate(books):
        checker().run(["-u", "--json", f"{folder}/{number}.json", book])


if __name__ == "__main__":
    main(*sys.argv[1:])
