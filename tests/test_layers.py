from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pipeline

ROOT = Path(pipeline.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
LAYERS = (
    "model",
    "errors",
    "files language learning ocr_names pool solving",
    "profiles",
    "intake",
    "segmentation",
    "reordering",
    "reassembly",
    "emission",
    "laws withdraw",
    "reconstruct",
    "lawful record fixture evaluation training exchange",
    "run comparing",
    "console seen",
    "batch page_image terminal",
    "report show gate handover",
    "peers",
    "cli_options",
    "cli_fixture",
    "cli",
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}


def modules() -> dict[str, Path]:
    paths = {path.relative_to(ROOT.parent).with_suffix("").parts: path for path in FILES}
    return {".".join(p for p in parts if p != "__init__"): path for parts, path in paths.items()}


def imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & known.keys()
            yield from inner or {node.module}


def edges() -> dict[str, set[str]]:
    known = modules()
    return {
        name: {found for found in imports(path, known) if found in known and found != "pipeline"}
        for name, path in known.items()
    }


def test_every_part_has_its_layer() -> None:
    parts = {name.split(".")[1] for name in modules() if "." in name}
    assert parts <= RANKS.keys()


def test_imports_point_one_way_between_the_parts() -> None:
    def up(name: str, other: str) -> bool:
        mine, theirs = name.split(".")[1], other.split(".")[1]
        return mine != theirs and RANKS[mine] <= RANKS[theirs]

    wrong = [(name, o) for name, found in edges().items() for o in found if up(name, o)]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    TopologicalSorter(edges()).prepare()  # raises CycleError, which names the circle
