"""A model that drew random numbers gives the same every time, and still noise of the same kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from readaloud.engines import steady
from readaloud.errors import EngineError

SHAPE = [1, 192, 500]


def drawing(*nodes: onnx.NodeProto, outputs: tuple[str, ...] = ("y",), opset: int = 17) -> onnx.ModelProto:
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["a", "b", "c"])]
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["a", "b", "c"]) for name in outputs]
    graph = helper.make_graph(list(nodes), "g", inputs, given)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def runs(model: onnx.ModelProto, folder: Path, shape: list[int] = SHAPE) -> list[list[Any]]:
    """What two sessions give, two times each."""
    onnx.checker.check_model(model)
    path = folder / "m.onnx"
    onnx.save(model, str(path))
    x = {"x": np.zeros(shape, np.float32)}
    return [session.run(None, x) for session in (steady.session(path), steady.session(path)) for _ in range(2)]


@pytest.mark.parametrize(
    ("node", "mean", "deviation"),
    [
        (helper.make_node("RandomNormalLike", ["x"], ["y"]), 0.0, 1.0),
        (helper.make_node("RandomNormalLike", ["x"], ["y"], mean=3.0, scale=0.5, dtype=1, seed=7.0), 3.0, 0.5),
        (helper.make_node("RandomUniformLike", ["x"], ["y"], low=-1.0, high=1.0), 0.0, 1 / 3**0.5),
        (helper.make_node("RandomNormal", [], ["y"], shape=SHAPE), 0.0, 1.0),
        (helper.make_node("RandomUniform", [], ["y"], shape=SHAPE), 0.5, 1 / 12**0.5),
    ],
    ids=["normal-like", "normal-like-moved", "uniform-like", "normal", "uniform"],
)
def test_the_same_noise_every_time(node: onnx.NodeProto, mean: float, deviation: float, tmp_path: Path) -> None:
    model = drawing(node)
    assert len({run[0].tobytes() for run in runs(model, tmp_path)}) > 1, "the model draws nothing"
    assert steady.steadied(model) == 1
    made = runs(model, tmp_path)
    assert len({run[0].tobytes() for run in made}) == 1
    noise = made[0][0]
    assert noise.shape == tuple(SHAPE)
    assert noise.mean() == pytest.approx(mean, abs=0.02)
    assert noise.std() == pytest.approx(deviation, rel=0.02)


def test_two_draw_differently_and_a_tensor_may_outgrow_the_noise(tmp_path: Path) -> None:
    model = drawing(
        helper.make_node("RandomNormalLike", ["x"], ["y"]), helper.make_node("RandomNormalLike", ["x"], ["z"]),
        outputs=("y", "z"),
    )  # fmt: skip
    assert steady.steadied(model) == 2
    one, other = runs(model, tmp_path, [1, 3, steady.PERIOD])[0]
    assert one.shape == other.shape == (1, 3, steady.PERIOD)
    assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.01
    assert one.std() == pytest.approx(1.0, rel=0.01)


def test_what_a_branch_draws_is_found(tmp_path: Path) -> None:
    branch = helper.make_graph(
        [helper.make_node("RandomNormalLike", ["x"], ["inner"])], "b", [],
        [helper.make_tensor_value_info("inner", TensorProto.FLOAT, ["a", "b", "c"])],
    )  # fmt: skip
    yes = helper.make_node("Constant", [], ["yes"], value=helper.make_tensor("v", TensorProto.BOOL, [], [True]))
    model = drawing(yes, helper.make_node("If", ["yes"], ["y"], then_branch=branch, else_branch=branch))
    assert steady.steadied(model) == 2
    assert len({run[0].tobytes() for run in runs(model, tmp_path)}) == 1


def test_what_cannot_be_steadied_is_refused() -> None:
    with pytest.raises(EngineError, match="Bernoulli"):
        steady.steadied(drawing(helper.make_node("Bernoulli", ["x"], ["y"])))
    with pytest.raises(EngineError, match="too old"):
        steady.steadied(drawing(helper.make_node("RandomNormalLike", ["x"], ["y"]), opset=9))


def test_a_model_that_draws_nothing_stays_as_it_is() -> None:
    model = drawing(helper.make_node("Identity", ["x"], ["y"]))
    before = model.SerializeToString()
    assert steady.steadied(model) == 0
    assert model.SerializeToString() == before
