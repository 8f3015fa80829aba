from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.console import visible
from pipeline.model import (
    Alternative,
    Article,
    ArticleKind,
    Credit,
    CreditRole,
    Fragment,
    Furniture,
    Issue,
    Line,
    OrderedPage,
    Page,
    PageRecord,
    PageStatus,
    Reason,
    Region,
    RegionRole,
    RelationKind,
    Seam,
    SegmentedPage,
    Source,
    Successor,
    TextForm,
)
from pipeline.seen import Seen, rivals, rows
from pipeline.terminal import display

TEXTS = (
    (RegionRole.MASTHEAD, "渡口报"),
    (RegionRole.HEADLINE, "新渡船下水"),
    (
        RegionRole.BODY,
        "三月里，渡口的老船工把竹篙交给徒弟，新渡船第一次载着四十个学生过河，两岸的人都来看热",
    ),
    (RegionRole.BODY, "闹。"),
    (RegionRole.BODY, "另一段没有人要的话。"),
)
WHY = (Reason(rule="word-across-break", weight=2.5, detail="热闹"),)
SOURCE = Source(
    id="s1",
    href="渡口.txt",
    media="text/plain",
    encoding="gb18030",
    sha256="",
    warnings=("half a character at its end",),
)


def seen() -> Seen:
    text = "\n".join(words for _, words in TEXTS)
    lines, start = [], 0
    for number, (_, words) in enumerate(TEXTS, start=1):
        lines.append(Line(number=number, start=start, text=words))
        start += len(words) + 1
    page = Page(id="p1", position=1, source=SOURCE, start=0, text=text, lines=tuple(lines))
    regions = tuple(
        Region(id=f"f{n}", page="p1", role=role, lines=(line,), text=words, rule="by-hand")
        for n, ((role, words), line) in enumerate(zip(TEXTS, lines, strict=True), start=1)
    )
    segmented = SegmentedPage(page=page, form=TextForm.BLOCKS, language="zh-Hans", regions=regions)
    chosen = Successor(
        before="f3", after="f4", kind=RelationKind.JOIN, score=3.0, probability=0.95, reasons=WHY
    )
    other = replace(chosen, after="f5", kind=RelationKind.LINK, probability=0.2, reasons=())
    ordered = OrderedPage(
        segmented=segmented, columns=(("f1", "f2", "f3"), ("f4", "f5")), successors=(other, chosen)
    )
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=tuple(Fragment(region=region) for region in regions[1:4]),
        seams=(
            Seam(before="f3", after="f4", kind=RelationKind.JOIN, confidence=0.95, reasons=WHY),
        ),
        credits=(Credit(role=CreditRole.REPORTER, text="记者 吴言", fragment="f3"),),
        confidence=0.61,
        review=True,
        alternatives=(Alternative(of="f3", to="f5", confidence=0.2),),
    )
    record = PageRecord(
        id="p1",
        position=1,
        source="s1",
        label=segmented.label,
        status=PageStatus.OK,
        form=segmented.form,
    )
    issue = Issue(
        id="day",
        title="",
        date="",
        language="zh-Hans",
        profile="zh-default",
        config="",
        sources=(SOURCE,),
        pages=(record,),
        articles=(article,),
        furniture=(Furniture(region=regions[0]),),
        unplaced=(Fragment(region=regions[4]),),
    )
    return Seen(pages=(page,), segmented=(segmented,), ordered=(ordered,), issue=issue)


def shown(capsys: pytest.CaptureFixture[str], stage: str, width: int = 100) -> list[str]:
    display(seen(), (stage,), width)
    return capsys.readouterr().out.splitlines()


def find(lines: list[str], part: str) -> str:
    return next(line for line in lines if part in line)


def test_the_page_says_from_what_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "segment")
    assert all(part in lines[0] for part in ("p1", "渡口.txt", "gb18030", "form blocks"))
    assert "half a character" in lines[1]


def test_intake_shows_each_line_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert find(shown(capsys, "intake"), "新渡船下水").split() == ["2", "4", "新渡船下水"]


def test_segment_shows_role_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    words = find(shown(capsys, "segment"), "f2").split()
    assert words == ["f2", "2", "headline", "by-hand", "新渡船下水"]


def test_reorder_shows_columns_and_what_may_follow_best_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = shown(capsys, "reorder")
    assert find(lines, "column 2").split() == ["column", "2:", "f4", "f5"]
    at = next(i for i, line in enumerate(lines) if line.startswith(" f3"))
    assert lines[at + 1].split()[:3] == ["join", "0.95", "f4"]
    assert "word-across-break +2.5 热闹" in lines[at + 1]
    assert lines[at + 2].split()[:3] == ["link", "0.20", "f5"]


def test_articles_show_members_seams_rivals_and_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = shown(capsys, "articles")
    assert "0.61 REVIEW  新渡船下水" in find(lines, "p1-a1")
    assert "word-across-break +2.5 热闹" in find(lines, "join 0.95")
    assert "f3->f5 0.20" in find(lines, "rivals")
    assert "记者 吴言" in find(lines, "reporter")
    assert "f3 -> f5 0.20" in find(lines, "or ")
    assert lines.index("furniture") < lines.index("unplaced")
    assert "没有人要" in lines[lines.index("unplaced") + 1]


@pytest.mark.parametrize("stage", ["intake", "segment", "reorder", "articles"])
def test_no_line_is_wider_than_the_terminal_though_a_character_takes_two_columns(
    capsys: pytest.CaptureFixture[str], stage: str
) -> None:
    lines = shown(capsys, stage, width=60)
    assert max(cell_len(line) for line in lines) <= 60
    assert any("…" in line for line in lines)


def test_there_is_colour_in_a_terminal_only_and_none_where_it_is_not_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def printed(stream: io.StringIO) -> str:
        monkeypatch.setattr(sys, "stdout", stream)
        display(seen(), ("segment",), 100)
        return stream.getvalue()

    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1;33m" in printed(Terminal())
    assert "\x1b" not in printed(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;33m" not in printed(Terminal())


def test_rivals_share_one_end_with_the_seam() -> None:
    made = seen()
    seam = made.articles[0].seams[0]
    assert [(r.before, r.after) for r in rivals(seam, made.ordered)] == [("f3", "f5")]


def test_json_says_the_same() -> None:
    made = list(rows(seen(), ("intake", "segment", "reorder", "articles")))
    json.dumps(made)
    kinds = [row["kind"] for row in made]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "page": 1,
        "line": 5,
        "form": 1,
        "region": 5,
        "column": 2,
        "successor": 2,
        "article": 1,
        "seam": 1,
        "furniture": 1,
        "unplaced": 1,
    }
    seam = made[kinds.index("seam")]
    assert (seam["before"], seam["after"], seam["joint"]) == ("f3", "f4", "join")
    assert seam["reasons"] == [{"rule": "word-across-break", "weight": 2.5, "detail": "热闹"}]
    assert seam["rivals"][0]["after"] == "f5"


def test_a_text_does_nothing_to_the_terminal() -> None:
    assert visible("a\x1b[2Jb\x00\x9b\u202e　中\ue001") == "a␛[2Jb␀��　中\ue001"


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    for n in (1, 2):
        text = f"渡口报\n\n第{n}艘新渡船下水\n\n三月里，老船工把第{n}根竹篙交给了徒弟。\n"
        (tmp_path / f"{n}.txt").write_text(text, "utf-8")
    return tmp_path


def test_the_command_shows_one_page_of_an_issue(issue: Path) -> None:
    done = CliRunner().invoke(app, ["show", str(issue), "--page", "2", "--json"])
    assert done.exit_code == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["page"] for row in found if "page" in row} == {"p2"}
    assert "第1艘" not in done.stdout
    text = "".join(row["text"] for row in found if row["kind"] == "region")
    assert "第2艘新渡船下水" in text


def test_the_command_shows_every_stage(issue: Path) -> None:
    for stage in ("intake", "segment", "reorder", "articles"):
        done = CliRunner().invoke(app, ["show", str(issue), "--stage", stage, "--width", "90"])
        assert (done.exit_code, done.stderr) == (0, "")
        assert "渡船" in done.stdout


def test_a_stage_is_shown_though_a_later_one_fails(
    issue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("no such thing")

    monkeypatch.setattr("pipeline.reordering.reorder", fail)
    assert CliRunner().invoke(app, ["show", str(issue), "--stage", "segment"]).exit_code == 0
    assert CliRunner().invoke(app, ["show", str(issue), "--stage", "reorder"]).exit_code == 1
