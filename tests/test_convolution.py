from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.learning.convolution import LIMIT, Convolutions, convolutions_of, load_convolutions
from pipeline.segmentation.borders import NAMES, Border

Floats = NDArray[np.float64]


def arrays(features: int = 3, size: int = 4, layers: int = 3) -> dict[str, NDArray[np.generic]]:
    rng = np.random.default_rng(7)
    return {
        "names": np.array([f"f{number}" for number in range(features)]),
        "center": rng.normal(size=features),
        "spread": rng.uniform(0.5, 2.0, features),
        "first": rng.normal(size=(features, size)),
        "first_bias": np.full(size, 2.0),
        "layers": rng.uniform(0.1, 0.5, (layers, 3, size, size)),
        "biases": np.full((layers, size), 0.5),
        "last": rng.normal(size=(size, 2)),
        "last_bias": rng.normal(size=2),
    }


def samples(count: int, features: int = 3) -> Floats:
    return np.random.default_rng(8).normal(size=(count, features))


def counter() -> Convolutions:
    """One layer that adds the place before, twice the place itself and ten times the one behind."""
    layer = np.array([1.0, 2.0, 10.0]).reshape(1, 3, 1, 1)
    return Convolutions(
        names=("f",),
        center=np.zeros(1),
        spread=np.ones(1),
        first=np.ones((1, 1)),
        first_bias=np.zeros(1),
        layers=layer,
        biases=np.zeros((1, 1)),
        last=np.array([[1.0, 0.0]]),
        last_bias=np.zeros(2),
    )


def test_a_layer_sees_the_place_before_and_the_place_behind() -> None:
    found = counter().log_probabilities(np.array([[1.0], [2.0], [3.0]]))
    odds = found[:, 0] - found[:, 1]
    assert odds == pytest.approx([1 + 2 + 20, 2 + 1 + 4 + 30, 3 + 2 + 6])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 40])
def test_the_answers_are_probabilities_however_short_the_sequence_is(count: int) -> None:
    found = convolutions_of(arrays()).log_probabilities(samples(count))
    assert found.shape == (count, 2)
    assert np.exp(found).sum(axis=1) == pytest.approx(np.ones(count))


def test_the_answer_depends_on_what_stands_near_and_on_nothing_else() -> None:
    net, before = convolutions_of(arrays(layers=3)), samples(40)
    after = before.copy()
    after[20] += 1.0
    changed = np.flatnonzero(
        (net.log_probabilities(before) != net.log_probabilities(after)).any(axis=1)
    )
    assert changed.min() == 20 - (1 + 2 + 4)
    assert changed.max() == 20 + (1 + 2 + 4)


def test_what_is_missing_is_as_usual_and_what_is_far_out_says_no_more() -> None:
    parts = arrays()
    net = convolutions_of(parts)
    center, spread = (parts[name].astype(np.float64) for name in ("center", "spread"))
    usual, far = np.tile(center, (4, 1)), np.tile(center + LIMIT * spread, (4, 1))
    missing = net.log_probabilities(np.full((4, 3), np.nan))
    assert missing == pytest.approx(net.log_probabilities(usual), abs=1e-3)
    beyond = net.log_probabilities(far + 1000.0)
    assert beyond == pytest.approx(net.log_probabilities(far), abs=1e-3)
    assert not np.allclose(beyond, missing)


def test_the_shipped_network_reads_the_features_that_are_measured() -> None:
    net = load_convolutions("pipeline.segmentation", "borders.npz")
    assert net.names == NAMES
    assert net.last.shape[1] == len(Border)
    assert all(
        np.isfinite(getattr(net, name)).all()
        for name in Convolutions.__dataclass_fields__
        if name != "names"
    )
    assert (net.spread > 0).all()


def test_a_network_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_convolutions("pipeline.segmentation", "nowhere.npz")


def test_what_was_trained_says_the_same_in_numpy() -> None:
    torch = pytest.importorskip("torch", reason="the training extra is missing")
    from pipeline.training import borders

    torch.manual_seed(3)
    net = borders._Net(len(NAMES)).eval()
    parts = {
        "names": np.array(NAMES),
        "center": np.zeros(len(NAMES)),
        "spread": np.ones(len(NAMES)),
        **net.arrays(),
    }
    rows = samples(70, len(NAMES))
    with torch.no_grad():
        own = torch.log_softmax(net(torch.from_numpy(rows[None].astype(np.float32))), dim=2)
    # The numbers of a model file are of half precision.
    found = convolutions_of(parts).log_probabilities(rows)
    assert found == pytest.approx(own[0].numpy().astype(np.float64), abs=0.02)
