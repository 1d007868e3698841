"""Who is speaking, told from finished audio: a simple recognizer of speakers, for tests and for the benchmark.

It learns the mean of what is heard of a voice in eight sentences, and takes eight others for the nearest voice's: nearest
centroid over the median pitch and the means and deviations of the cepstral coefficients, each in units of its deviation
within a voice (`readaloud.distance`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from readaloud import pipeline
from readaloud.distance import DEVIATIONS
from readaloud.engines.measure_pitch import pitches
from readaloud.engines.measure_timbre import timbre
from readaloud.model import Cast, Casting, Entry, Mark, Pause, Script, Speaker, Utterance, Voice
from readaloud.planning.cast_file import write_cast
from readaloud.planning.script_writing import write_script
from readaloud.settings import Settings

LEARNT = 8
"""Sentences of each voice to learn from; as many are held out."""
Heard = dict[str, NDArray[np.float64]]
"""Voice's id → a row for each sentence."""

ENGLISH = tuple("""\
We have to look at the situation before we promise anything.
Nobody told me that the train would leave an hour early.
He put the letter on the table and walked out of the room.
If the weather holds, they will cross the river tomorrow morning.
What did the doctor say when you asked him about the pain?
I never believed a word of that story, and neither should you.
The children ran down to the harbour to see the ships come in.
Please sit down; the judge will hear your case in a moment.
She had been waiting for that answer for more than twenty years.
There is not enough money left to repair the roof this winter.
Three soldiers stood at the gate, but only one of them was armed.
Of course I remember the house with the blue door and the old dog.
You may be right, but the newspapers will tell it another way.
Bring me a glass of water and open the window, would you?
After supper my father read to us from a thick green book.
They agreed to meet again on Friday, without the press.""".splitlines())  # fmt: skip
GERMAN = tuple("""\
Wir müssen uns die Lage ansehen, bevor wir etwas versprechen.
Niemand hat mir gesagt, dass der Zug eine Stunde früher fährt.
Er legte den Brief auf den Tisch und ging aus dem Zimmer.
Wenn das Wetter hält, gehen sie morgen früh über den Fluss.
Was sagte der Arzt, als Sie ihn nach den Schmerzen fragten?
Ich habe kein Wort von der Geschichte geglaubt, und du auch nicht.
Die Kinder liefen zum Hafen hinunter, um die Schiffe zu sehen.
Bitte setzen Sie sich; der Richter hört Sie gleich an.
Auf diese Antwort hatte sie über zwanzig Jahre gewartet.
Es ist nicht genug Geld da, um in diesem Winter das Dach zu flicken.
Drei Soldaten standen am Tor, aber nur einer war bewaffnet.
Natürlich erinnere ich mich an das Haus mit der blauen Tür.
Vielleicht haben Sie recht, doch in der Zeitung wird es anders stehen.
Bring mir ein Glas Wasser und mach bitte das Fenster auf.
Nach dem Essen las uns der Vater aus einem dicken Buch vor.
Sie wollen sich am Freitag wieder treffen, ohne die Presse.""".splitlines())  # fmt: skip


def hear(voices: Sequence[Voice], sentences: Sequence[str], folder: Path, format: str = "mp3") -> Heard:
    """What is heard of each voice in an edition in which every voice says every sentence, made and decoded again."""
    names = {f"s{number}": voice for number, voice in enumerate(voices)}
    entries: list[Entry] = [Mark("chapter", "All")]
    for name in names:
        for number, text in enumerate(sentences):
            entries += [Utterance(f"{name}-{number}", "speech", text, text, name), Pause("turn")]
    speakers = tuple(Speaker(name, (name,), name) for name in names)
    script = Script("Voices", voices[0].language, speakers, tuple(entries))
    cast = Cast(tuple(Casting(name, voice) for name, voice in names.items()))
    settings = Settings(formats=(format,), cache=False)
    job = pipeline.Job(
        script, cast, folder / "voices", None, write_script(script).encode(), write_cast(script, cast).encode(), {}, {}
    )
    made = pipeline.make(job, settings)
    (path,) = [file for file in made.files if file.suffix == f".{format}"]
    wave, rate = decoded(path)
    scale = rate / made.edition.timeline.rate
    found: dict[str, list[NDArray[np.float64]]] = {voice.id: [] for voice in voices}
    for cue in made.edition.cues:
        found[names[cue.utterance.speaker].id].append(
            features(wave[int(cue.begin * scale) : int(cue.end * scale)], rate)
        )
    return {name: np.array(rows) for name, rows in found.items()}


def decoded(path: Path) -> tuple[NDArray[np.float64], int]:
    """The samples of a finished file, mono, and their rate."""
    with av.open(path) as container:
        rate = container.streams.audio[0].rate
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
        parts = [made.to_ndarray()[0] for frame in container.decode(audio=0) for made in resampler.resample(frame)]
    return np.concatenate(parts) / 32768, rate


def features(wave: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Semitones of the median pitch and the timbre of one sentence."""
    found = pitches(wave, rate)
    return np.concatenate([[12 * np.log2(np.median(found)) if len(found) else 0.0], timbre(wave, rate)])


def accuracy(heard: Mapping[str, NDArray[np.float64]]) -> float:
    """Share of the held-out sentences that are taken for the right voice's."""
    rows = np.array(list(heard.values())) / np.array(DEVIATIONS)
    centres, held = rows[:, :LEARNT].mean(axis=1), rows[:, LEARNT:]
    nearest = np.linalg.norm(held[:, :, None] - centres[None, None], axis=-1).argmin(axis=-1)
    return float((nearest == np.arange(len(rows))[:, None]).mean())


def pair_accuracies(heard: Mapping[str, NDArray[np.float64]], splits: int = 12) -> dict[tuple[str, str], float]:
    """The same for every two voices alone, averaged over ways to halve the sentences."""
    numbers = np.random.default_rng(0)
    halves = [np.split(numbers.permutation(2 * LEARNT), 2) for _ in range(splits)]
    halves += [half[::-1] for half in halves]
    rows = {name: found / np.array(DEVIATIONS) for name, found in heard.items()}
    told: dict[tuple[str, str], float] = {}
    for one, other in combinations(rows, 2):
        right = []
        for learnt, held in halves:
            own, strange = rows[one][learnt].mean(axis=0), rows[other][learnt].mean(axis=0)
            for name, near, far in ((one, own, strange), (other, strange, own)):
                sides = [np.linalg.norm(rows[name][held] - centre, axis=1) for centre in (near, far)]
                right.append((sides[0] < sides[1]).mean())
        told[one, other] = float(np.mean(right))
    return told


def deviations(heard: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Of a sentence from its voice's mean, pooled over the voices: what `distance.DEVIATIONS` is."""
    rows = np.array(list(heard.values()))
    spread: NDArray[np.float64] = np.sqrt((rows.var(axis=1, ddof=1)).mean(axis=0))
    return spread
