"""Proves the sound of finished, decoded files: loudness, true peak, offset, speakers alike, and what audiobook makers ask."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from readaloud.checking.audio import Decoded, coded, gated
from readaloud.checking.findings import Finding
from readaloud.data import table

LOUDNESS_TOLERANCE_LU = 0.5
PEAK_TOLERANCE_DB = 0.2
"""EBU Tech 3341: what true-peak meters may read too high."""
SPEAKER_TOLERANCE_LU = 1.0
"""How far a speaker may be from the middle of all who are heard long enough."""
HEARD_SECONDS = 30.0
"""Speech of one speaker below which a few loud words decide his loudness."""
MOST_OFFSET = 0.002
"""Mean of all samples, of full scale: −54 dBFS."""
_SHORT_MS = 3000
"""Less has too few blocks of 400 ms for a loudness."""
_SILENCE_LUFS = -70.0

# Audiobook makers' submission requirements (ACX), of each file; RMS is in `data/loudness.toml`.
ACX_PEAK_DBFS = -3.0
ACX_FLOOR_DBFS = -60.0
ACX_HEAD = (0.5, 1.0)
ACX_TAIL = (1.0, 5.0)
ACX_MOST_SECONDS = 120 * 60.0
ACX_RATE = 44100
ACX_KBITS = 192


def check_level(name: str, heard: Sequence[Decoded], target_lufs: float, ceiling_dbtp: float) -> Iterator[Finding]:
    """Of one programme, in one file or several: its loudness, its largest true peak, its offset."""
    loudness = gated([value for file in heard for value in file.momentary_lufs]) if len(heard) > 1 else (
        heard[0].integrated_lufs
    )  # fmt: skip
    peak = max(file.true_peak_dbtp for file in heard)
    short = sum(file.duration_ms for file in heard) < _SHORT_MS or loudness <= _SILENCE_LUFS
    ok = (short or abs(loudness - target_lufs) <= LOUDNESS_TOLERANCE_LU) and peak <= ceiling_dbtp + PEAK_TOLERANCE_DB
    yield Finding(
        "loudness", ok,
        f"{name}: {loudness:.1f} LUFS (target {target_lufs:g} ± {LOUDNESS_TOLERANCE_LU:g}), "
        f"true peak {peak:.1f} dBTP (at most {ceiling_dbtp:g}; meters differ by {PEAK_TOLERANCE_DB:g})",
    )  # fmt: skip
    offset = max((file.offset for file in heard), key=abs)
    yield Finding(
        "offset", abs(offset) <= MOST_OFFSET, f"{name}: the mean of its samples is {offset:+.4f} of full scale"
    )


def check_speakers(name: str, heard: Decoded, cues: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Those who speak long enough are equally loud."""
    said: dict[str, float] = {}
    blocks: dict[str, list[float]] = {}
    for cue in cues:
        begin, end = cue["begin_ms"], cue["end_ms"]
        if cue.get("silent") or end <= begin:
            continue
        said[cue["speaker"]] = said.get(cue["speaker"], 0.0) + (end - begin) / 1000
        # The meter's value after each tenth of a second is of the 400 ms before: those that lie whole in the cue count.
        its = heard.momentary_lufs[math.ceil(begin / 100) + 3 : int(end / 100)]
        blocks.setdefault(cue["speaker"], []).extend(its)
    levels = {speaker: gated(blocks[speaker]) for speaker, seconds in said.items() if seconds >= HEARD_SECONDS}
    levels = {speaker: level for speaker, level in levels.items() if level > _SILENCE_LUFS}
    if len(levels) < 2:
        return
    middle = (max(levels.values()) + min(levels.values())) / 2
    wrong = {speaker: level for speaker, level in levels.items() if abs(level - middle) > SPEAKER_TOLERANCE_LU}
    told = ", ".join(
        f"{speaker} {level:.1f}" for speaker, level in sorted((wrong or levels).items(), key=lambda x: x[1])
    )
    yield Finding(
        "speakers", not wrong,
        f"{name}: {told} LUFS; {len(levels)} who speak for {HEARD_SECONDS:g} s or more "
        + (f"are not all within {SPEAKER_TOLERANCE_LU:g} LU of {middle:.1f}" if wrong else "are equally loud"),
    )  # fmt: skip


def check_acx(path: Path, heard: Decoded) -> Iterator[Finding]:
    """What ACX asks of each file."""
    least, most = table("loudness.toml")["acx"]["rms"]
    kbits, constant = coded(path)
    loud = [n for n, level in enumerate(heard.levels) if level > 10 ** (ACX_FLOOR_DBFS / 20)]
    window = heard.step / heard.rate
    head, tail = (loud[0] * window, (len(heard.levels) - 1 - loud[-1]) * window) if loud else (0.0, 0.0)
    told = {
        f"RMS {heard.rms_dbfs:.1f} dB ({least:g} to {most:g})": least <= heard.rms_dbfs <= most,
        f"peak {_db(heard.peak):.1f} dB (at most {ACX_PEAK_DBFS:g})": _db(heard.peak) <= ACX_PEAK_DBFS,
        f"noise floor {heard.floor_dbfs:.0f} dB (at most {ACX_FLOOR_DBFS:g})": heard.floor_dbfs <= ACX_FLOOR_DBFS,
        f"{heard.rate} samples a second ({ACX_RATE})": heard.rate == ACX_RATE,
        f"{kbits} kbit/s{'' if constant else ', varying'} ({ACX_KBITS}, constant)": constant and kbits == ACX_KBITS,
        f"head {head:.2f} s ({ACX_HEAD[0]:g} to {ACX_HEAD[1]:g})": ACX_HEAD[0] <= head <= ACX_HEAD[1],
        f"tail {tail:.2f} s ({ACX_TAIL[0]:g} to {ACX_TAIL[1]:g})": ACX_TAIL[0] <= tail <= ACX_TAIL[1],
        f"{heard.duration_ms / 60000:.1f} min (at most 120)": heard.duration_ms <= ACX_MOST_SECONDS * 1000,
    }
    wrong = [text for text, ok in told.items() if not ok]
    yield Finding("acx", not wrong, f"{path.name}: {', '.join(wrong or told)}")


def check_credits(made: dict[str, Any]) -> Iterator[Finding]:
    """The first and the last chapter are announcements, and have at least title and reader in common."""
    lines = []
    for chapter in (made["chapters"][0], made["chapters"][-1]):
        cues = [c for c in made["cues"] if chapter["begin_ms"] <= c["begin_ms"] < chapter["end_ms"]]
        lines.append({c.get("spoken", "") for c in cues} if all(c["kind"] == "announcement" for c in cues) else set())
    both = lines[0] & lines[1]
    ok = len(made["chapters"]) > 2 and len(both) >= 2
    text = (
        f"opening and closing credits: {' '.join(sorted(both))}" if ok else "there are no opening and closing credits"
    )
    yield Finding("acx", ok, text)


def _db(value: float) -> float:
    return 20 * math.log10(value) if value > 0 else -120.0
