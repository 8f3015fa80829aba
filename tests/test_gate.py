from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import gate

FIGURES = {"displaced": {"exact": 0.5, "similarity": 0.9, "lost": 0.0}}


def pinned(**changed: float) -> dict[str, Any]:
    return {"digest": "a", "figures": {"displaced": FIGURES["displaced"] | changed}}


def test_equal_figures_pass() -> None:
    assert list(gate.faults(pinned(), pinned())) == []


def test_a_figure_that_falls_is_a_fault_that_names_it() -> None:
    found = list(gate.faults(pinned(), pinned(exact=0.45)))
    assert found == ["displaced: exact was 0.5000 and is 0.4500"]


def test_a_fall_within_the_tolerance_is_none() -> None:
    assert list(gate.faults(pinned(), pinned(exact=0.5 - gate.TOLERANCE / 2))) == []


def test_of_what_is_bad_more_is_worse() -> None:
    assert list(gate.faults(pinned(), pinned(lost=0.01)))
    assert not list(gate.faults(pinned(lost=0.01), pinned()))


def test_a_figure_that_is_gone_is_a_fault() -> None:
    now = {"digest": "a", "figures": {"displaced": {"exact": 0.5, "lost": 0.0}}}
    assert list(gate.faults(pinned(), now)) == [
        "displaced: similarity was 0.9000 and is not measured any more"
    ]


def test_another_sample_cannot_be_compared() -> None:
    (found,) = gate.faults(pinned(), pinned() | {"digest": "b"})
    assert "another" in found


def test_floors_do_not_creep_down_within_the_tolerance() -> None:
    kept = gate.better(pinned(), pinned(exact=0.499, lost=0.001, similarity=0.95))
    assert kept["figures"]["displaced"] == {"exact": 0.5, "similarity": 0.95, "lost": 0.0}


def test_the_made_sample_is_always_the_same(tmp_path: Path) -> None:
    one, two = (gate.made_sample(tmp_path / name) for name in ("one", "two"))
    assert one.digest() == two.digest()
    assert one.kinds == gate.MADE_KINDS
    (tmp_path / "two" / "displaced" / "displaced00" / "page.txt").write_text("x", "utf-8")
    assert one.digest() != two.digest()


def test_a_typeset_sample_takes_the_folders_that_are_not_trained_on(tmp_path: Path) -> None:
    source = tmp_path / "typeset"
    for name, date in (
        ("page1", "1998-01-02"),
        ("page2", "1998-01-03"),
        ("english02", "2004-01-01"),
    ):
        (source / name).mkdir(parents=True)
        (source / name / "gold.json").write_text(json.dumps({"date": date}), "utf-8")
        (source / name / "displaced.txt").write_text(name, "utf-8")
    sample = gate.typeset_sample(source, tmp_path / "sample")
    assert [path.name for path in (sample.root / "gold").iterdir()] == ["english02"]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is measured; a test may change it."""
    figures: dict[str, dict[str, float]] = {"displaced": {"exact": 0.5}}
    monkeypatch.setattr(gate.Sample, "measured", lambda _self: json.loads(json.dumps(figures)))
    monkeypatch.setattr(gate, "MADE", 1)
    return figures


def test_the_gate_is_shut_until_something_is_pinned(tmp_path: Path, now: dict[str, Any]) -> None:
    file = ["--file", str(tmp_path / "gate.json")]
    assert now
    assert gate.main(file) == 1
    assert gate.main([*file, "--pin"]) == 0
    assert gate.main(file) == 0


def test_a_floor_is_lowered_by_the_flag_only(tmp_path: Path, now: dict[str, Any]) -> None:
    path = tmp_path / "gate.json"
    file = ["--file", str(path)]
    assert gate.main([*file, "--pin"]) == 0
    before = path.read_bytes()
    now["displaced"]["exact"] = 0.4
    assert gate.main(file) == 1
    assert gate.main([*file, "--pin"]) == 1
    assert path.read_bytes() == before
    assert gate.main([*file, "--pin", "--lower"]) == 0
    assert gate.main(file) == 0
    assert json.loads(path.read_text("utf-8"))["made"]["figures"]["displaced"]["exact"] == 0.4


def test_a_made_page_is_read_and_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MADE", 1)
    figures = gate.made_sample(tmp_path).measured()
    assert set(figures) == set(gate.MADE_KINDS)
    assert all(
        0.0 <= value <= 1.0 for name, value in figures["displaced"].items() if name != "spurious"
    )
    assert figures["displaced"]["lost"] == 0.0
