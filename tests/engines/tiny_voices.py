"""Makes tiny voices in the publishers' formats: models of a few kilobytes that hum a tone for each phoneme.

They have the inputs and outputs of a real Piper and of a real Kokoro model, and draw random numbers as those do, so that
the code that loads real voices is what the tests run. As a script: `python tests/engines/tiny_voices.py FOLDER`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PIPER_RATE = 22050
HOP = 256
"""Samples of a frame in Piper's models."""
KOKORO_RATE = 24000
KOKORO_HOP = 600
"""Samples of a frame in Kokoro's: 40 frames a second."""
_OPSET = 17
_IR = 8


class _Graph:
    """Collects the nodes of a graph; every call gives the name of its one output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def __call__(self, kind: str, *inputs: str, output: str = "", **attributes: object) -> str:
        name = output or f"/{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"node_{name}", **attributes))
        return name

    def constant(self, values: object, kind: type) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(values, kind), name))
        return name

    def model(self, inputs: Sequence[onnx.ValueInfoProto], outputs: Sequence[onnx.ValueInfoProto]) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, "tiny", list(inputs), list(outputs), self.constants)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
        onnx.checker.check_model(made)
        return made


def piper(
    folder: Path, name: str = "xx_XX-tiny-low", *, speakers: Mapping[str, int] | None = None, language: str = "en_US",
    espeak: str = "en-us", tone: float = 200.0, **changes: object,
) -> Path:  # fmt: skip
    """A Piper voice: `NAME.onnx` and `NAME.onnx.json`; each speaker hums three semitones above the one before."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    folder.mkdir(parents=True, exist_ok=True)
    speakers = dict(speakers or {})
    symbols = len(DEFAULT_PHONEME_ID_MAP)
    g = _Graph()
    quiet = {i for symbol in '_^$ .,:;?!"()-' for i in DEFAULT_PHONEME_ID_MAP.get(symbol, ())}
    tones = [0.0 if i in quiet else tone * 2 ** ((i % 7) / 84) for i in range(symbols)]
    frames = [1.0 if i in quiet else 5.0 for i in range(symbols)]
    ids = g("Squeeze", "input", g.constant([0], np.int64))
    noise, length, wide = (
        g("Gather", "scales", g.constant(place, np.int64), axis=0) for place in range(3)
    )  # noise_scale, length_scale, noise_w
    wanted = g("Gather", g.constant(frames, np.float32), ids)
    jitter = g("Mul", g("RandomNormalLike", wanted), g("Mul", wide, g.constant(0.3, np.float32)))
    drawn = g("Max", g("Add", wanted, jitter), g.constant(0.5, np.float32))
    widths = g("Ceil", g("Mul", drawn, length), output="/Ceil_output_0")
    pitches = g("Gather", g.constant(tones, np.float32), ids)
    if len(speakers) > 1:
        step = g("Mul", g("Cast", "sid", to=TensorProto.FLOAT), g.constant(0.25, np.float32))
        pitches = g("Mul", pitches, g("Pow", g.constant(2.0, np.float32), step))
    wave = _hum(g, pitches, widths, HOP, PIPER_RATE)
    hiss = g("Mul", g("RandomNormalLike", wave), g("Mul", noise, g.constant(0.01, np.float32)))
    g("Unsqueeze", g("Add", wave, hiss), g.constant([0, 1], np.int64), output="output")
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if len(speakers) > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    model = g.model(inputs, [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "samples"])])
    path = folder / f"{name}.onnx"
    onnx.save(model, str(path))
    config: dict[str, object] = {
        "audio": {"sample_rate": PIPER_RATE, "quality": "low"},
        "espeak": {"voice": espeak},
        "language": {"code": language, "family": language.split("_")[0]},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": symbols,
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": speakers,
        "piper_version": "1.0.0",
    }
    Path(f"{path}.json").write_text(json.dumps(config | changes), encoding="utf-8")
    return path


def kokoro(folder: Path, voices: Sequence[str] = ("af_heart", "am_adam"), *, timed: bool = True) -> Path:
    """A Kokoro model and its voices: `kokoro-v1.0.onnx` and `voices-v1.0.bin`; gives the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    g = _Graph()
    ids = g("Squeeze", "tokens", g.constant([0], np.int64))
    spoken = g("Cast", g("Greater", ids, g.constant(16, np.int64)), to=TensorProto.FLOAT)  # up to 16: marks and space
    frames = g("Add", g("Mul", spoken, g.constant(2.0, np.float32)), g.constant(1.0, np.float32))
    widths = g("Ceil", g("Div", frames, "speed"))
    base = g("Gather", g("Squeeze", "style", g.constant([0], np.int64)), g.constant(0, np.int64), axis=0)
    step = g(
        "Div", g("Cast", g("Mod", ids, g.constant(7, np.int64)), to=TensorProto.FLOAT), g.constant(84.0, np.float32)
    )
    pitches = g("Mul", g("Mul", base, g("Pow", g.constant(2.0, np.float32), step)), spoken)
    wave = _hum(g, pitches, widths, KOKORO_HOP, KOKORO_RATE)
    hiss = g("Mul", g("RandomUniformLike", wave, low=-1.0, high=1.0), g.constant(0.004, np.float32))
    g("Add", wave, hiss, output="waveform")
    outputs = [helper.make_tensor_value_info("waveform", TensorProto.FLOAT, ["samples"])]
    if timed:
        g("Cast", widths, to=TensorProto.INT64, output="duration")
        outputs.append(helper.make_tensor_value_info("duration", TensorProto.INT64, ["phonemes"]))
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    path = folder / "kokoro-v1.0.onnx"
    onnx.save(g.model(inputs, outputs), str(path))
    styles = {name: np.full((510, 1, 256), 150.0 * 2 ** (number / 4), np.float32) for number, name in enumerate(voices)}
    with (folder / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, **styles)
    return path


def _hum(g: _Graph, pitches: str, widths: str, hop: int, rate: int) -> str:
    """A sine of each pitch for as many frames as its width says; silence at pitch 0."""
    ends = g("Cast", g("CumSum", widths, g.constant(0, np.int64)), to=TensorProto.INT64)
    count = g("ReduceMax", ends, keepdims=0)
    zero, one = g.constant(0, np.int64), g.constant(1, np.int64)
    frames = g("Unsqueeze", g("Range", zero, count, one), g.constant([1], np.int64))
    passed = g("Cast", g("LessOrEqual", g("Unsqueeze", ends, g.constant([0], np.int64)), frames), to=TensorProto.INT64)
    which = g("ReduceSum", passed, g.constant([1], np.int64), keepdims=0)
    each = g("Unsqueeze", g("Gather", pitches, which), g.constant([1], np.int64))
    shape = g("Concat", g("Unsqueeze", count, g.constant([0], np.int64)), g.constant([hop], np.int64), axis=0)
    pitch = g("Reshape", g("Expand", each, shape), g.constant([-1], np.int64))
    samples = g("Cast", g("Range", zero, g("Mul", count, g.constant(hop, np.int64)), one), to=TensorProto.FLOAT)
    turns = g("Div", g("Mul", samples, pitch), g.constant(float(rate), np.float32))
    angle = g("Mul", g("Sub", turns, g("Floor", turns)), g.constant(2 * np.pi, np.float32))
    return g("Mul", g("Sin", angle), g.constant(0.2, np.float32))


if __name__ == "__main__":
    piper(Path(sys.argv[1]), speakers={"ada": 0, "bob": 1, "cyd": 2})
    kokoro(Path(sys.argv[1]) / "kokoro")
