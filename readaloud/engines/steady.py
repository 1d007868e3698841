"""Makes a neural voice say the same text with the same sound: its model draws no random numbers, and uses one thread.

Piper's and Kokoro's models draw noise at every utterance (`RandomNormalLike`, `RandomUniformLike`). onnxruntime seeds each
such node when a model is loaded and lets it run on from utterance to utterance; a `seed` does not change that. Turning the
noise off (`noise_scale` 0) flattens the melody that a voice was trained with. So each node is replaced once, when a voice
is installed, by a cut from a fixed noise of the same distribution: what is heard depends on text and voice alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readaloud.errors import EngineError

VERSION = 1
"""Of the noise and how it is cut; a change of it makes other sounds of the same model."""
SEED = 1
PERIOD = 1_048_573
"""Values of the noise, 4 MB; a prime, so that no axis of a tensor falls in step with it."""
_STRIDE = 7919
"""Each node begins that much later than the one before: two that draw must not draw the same."""
_DRAWING = {
    "RandomNormalLike": "normal",
    "RandomUniformLike": "uniform",
    "RandomNormal": "normal",
    "RandomUniform": "uniform",
}
_OTHER = {"Bernoulli", "Multinomial"}
_OLDEST_OPSET = 10
"""`Slice` takes its bounds as inputs from this version of the operators on."""


def steadied(model: Any) -> int:
    """Replaces what draws random numbers in an `onnx.ModelProto`, and tells how many nodes that were."""
    opset = next((o.version for o in model.opset_import if o.domain in ("", "ai.onnx")), 0)
    found = list(_graphs(model.graph))
    for graph in found:
        for node in graph.node:
            if node.op_type in _OTHER:
                raise EngineError(
                    f"The model draws random numbers by {node.op_type}, which cannot be made repeatable.",
                    tip="Install another voice.",
                )
    count, used = 0, set()
    for graph in reversed(found):  # inner graphs first: a node that is put back is a copy, with its graphs
        nodes = []
        for node in graph.node:
            if node.op_type not in _DRAWING:
                nodes.append(node)
                continue
            if opset < _OLDEST_OPSET:
                raise EngineError(f"The model is made for version {opset} of ONNX's operators, which is too old.")
            nodes += _cut(node, count)
            used.add(_DRAWING[node.op_type])
            count += 1
        del graph.node[:]
        graph.node.extend(nodes)
    for kind in sorted(used):
        model.graph.initializer.append(_noise(kind))
    return count


def session(path: Path) -> Any:
    """An `onnxruntime.InferenceSession` whose sums do not depend on the machine's number of cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Workers are processes, one for each core; threads of its own would also change the order of additions.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.use_deterministic_compute = True
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _graphs(graph: Any) -> Iterator[Any]:
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                if inner.node:
                    yield from _graphs(inner)


def _noise(kind: str) -> Any:
    import numpy as np
    from onnx import numpy_helper

    drawn = np.random.RandomState(SEED)  # numpy keeps this generator's stream for ever (NEP 19)
    values = drawn.standard_normal(PERIOD) if kind == "normal" else drawn.random_sample(PERIOD)
    return numpy_helper.from_array(values.astype(np.float32), _noise_name(kind))


def _noise_name(kind: str) -> str:
    return f"readaloud_noise_{kind}"


def _cut(node: Any, number: int) -> list[Any]:
    """Nodes that give what the node gave: as many values of the fixed noise, in its shape and distribution."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    prefix = f"readaloud_{number}_"
    made: list[Any] = []

    def add(kind: str, *inputs: str, **given: Any) -> str:
        name = f"{prefix}{len(made)}"
        made.append(helper.make_node(kind, list(inputs), [name], name=name, **given))
        return name

    def constant(values: Any, kind: Any = np.int64) -> str:
        return add("Constant", value=numpy_helper.from_array(np.array(values, kind)))

    shape = constant(attributes["shape"]) if "shape" in attributes else add("Shape", node.input[0])
    size = add("Reshape", add("ReduceProd", shape, keepdims=1), constant([1]))
    begin = number * _STRIDE % PERIOD
    end = add("Add", size, constant([begin]))
    times = add("Div", add("Add", end, constant([PERIOD - 1])), constant([PERIOD]))
    kind = _DRAWING[node.op_type]
    drawn = add("Slice", add("Tile", _noise_name(kind), times), constant([begin]), end, constant([0]))
    if kind == "normal":
        scale, offset = attributes.get("scale", 1.0), attributes.get("mean", 0.0)
    else:
        low = attributes.get("low", 0.0)
        scale, offset = attributes.get("high", 1.0) - low, low
    drawn = add("Add", add("Mul", drawn, constant(scale, np.float32)), constant(offset, np.float32))
    drawn = add("Cast", drawn, to=attributes.get("dtype", TensorProto.FLOAT))
    add("Reshape", drawn, shape)
    made[-1].output[0] = node.output[0]
    return made
