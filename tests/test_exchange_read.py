"""Reading an issue.xml: what was written comes back, and what is no issue.xml is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from issue_strategy import issues
from sample_boxes import boxed, reread, written
from sample_issue import PageMaker, fragments, sample_issue, sample_pages, seam

from pipeline.emission.arrange import Block, Joint, arrange
from pipeline.emission.document import printable, probability
from pipeline.emission.signing import Run
from pipeline.errors import SourceError
from pipeline.exchange import ReadIssue, read_issue, xml_file
from pipeline.model import (
    Article,
    ArticleKind,
    Box,
    Credit,
    CreditRole,
    Issue,
    RegionRole,
    RelationKind,
)

R = RegionRole


def plain(pieces: tuple[Block | Joint, ...]) -> list[object]:
    """Text and seams of some blocks: neighbouring runs as one, probabilities as written."""
    made: list[object] = []
    for piece in pieces:
        if isinstance(piece, Joint):
            made.append(_told(piece))
            continue
        inner: list[object] = []
        for part in piece.pieces:
            if isinstance(part, Joint):
                inner.append(_told(part))
            elif inner and isinstance(inner[-1], tuple) and inner[-1][1] == part.role:
                inner[-1] = (inner[-1][0] + printable(part.text), part.role)
            elif part.text:
                inner.append((printable(part.text), part.role))
        made.append((piece.tag, inner))
    return made


def _told(joint: Joint) -> list[object]:
    sure = None if joint.confidence is None else float(probability(joint.confidence))
    return [joint.kind, joint.before, joint.after, sure, printable(joint.text)]


def fragment_texts(issue: ReadIssue, index: int) -> dict[str, str]:
    """The text of each fragment of an article."""
    made: dict[str, str] = {}
    for block in issue.articles[index].blocks:
        for piece in block.pieces:
            if isinstance(piece, Run):
                made[piece.fragment] = made.get(piece.fragment, "") + piece.text
    return {name: text.strip() for name, text in made.items()}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(issues())
def test_the_text_comes_back_as_it_was_arranged(issue: Issue) -> None:
    with TemporaryDirectory() as name:
        found = reread(boxed(issue), Path(name))
    for article, read in zip(issue.articles, found.articles, strict=True):
        text = arrange(article)
        assert plain(read.text.head) == plain(text.head)
        assert plain(read.text.body) == plain(text.body)
        assert [place.id for place in read.places] == [f.id for f in article.fragments]


def test_everything_else_comes_back_too(tmp_path: Path) -> None:
    issue = boxed(sample_issue(sample_pages()), "pt")
    found = reread(issue, tmp_path)
    assert (found.title, found.date, found.language) == (issue.title, issue.date, issue.language)
    assert found.sources == issue.sources
    assert [(p.id, p.unit, p.width) for p in found.pages] == [
        ("p1", "pt", 9000),
        ("p2", "pt", 9000),
    ]
    assert found.page("p2").section == "综合"
    assert next((t.place.role, t.text) for t in found.series[0].texts) == (
        R.HEADLINE,
        "春到云溪看新变",
    )
    assert found.series[0].headline == "春到云溪看新变"
    assert found.series[0].members == ("p1-a1", "p1-a2")
    assert found.furniture[0].text == "云溪日报"
    assert found.unplaced[0].text == "也有人说,这样的好事,晚了十年。"
    assert found.articles[0].places[0].box == Box(left=20, top=140, right=620, bottom=176)
    assert [j.text for j in found.articles[1].jumps] == ["下转第2版", "（上接第1版）"]
    assert found.articles[1].headline == "云溪港夜航灯亮了"


def test_two_headlines_without_a_seam_are_cut_where_the_source_cut_them(tmp_path: Path) -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    page.add(R.HEADLINE, "The Long Bridge")
    page.add(R.HEADLINE, "of Nether Wallop")
    page.add(R.BYLINE, "By Ann Lee")
    page.add(R.BODY, "It stands.")
    page.add(R.BYLINE, "Photographs by Tom Ox")
    segmented = page.segmented()
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=fragments((segmented,), "f1 f2 f3 f4 f5"),
        credits=(Credit(role=CreditRole.AUTHOR, text="By Ann Lee", fragment="f3"),),
    )
    issue = replace(sample_issue(sample_pages()), articles=(article,), series=())
    found = reread(replace(issue, furniture=(), unplaced=()), tmp_path)
    assert fragment_texts(found, 0) == {
        "f1": "The Long Bridge",
        "f2": "of Nether Wallop",
        "f3": "By Ann Lee",
        "f4": "It stands.",
        "f5": "Photographs by Tom Ox",
    }


def test_a_headline_with_a_seam_and_another_without_one(tmp_path: Path) -> None:
    page = PageMaker(id="p1", position=1, names=[1])
    for words in ("一 二", "三 四 五", "六", "七 八"):
        page.add(R.HEADLINE, words)
    segmented = page.segmented()
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=fragments((segmented,), "f1 f2 f3 f4"),
        seams=(seam("f2 f3", RelationKind.JOIN),),
    )
    issue = replace(sample_issue(sample_pages()), articles=(article,), series=())
    found = reread(replace(issue, furniture=(), unplaced=()), tmp_path)
    assert fragment_texts(found, 0) == {"f1": "一 二", "f2": "三 四 五", "f3": "六", "f4": "七 八"}


SAMPLE = "the sample issue"


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """The sample issue with a change in its XML."""
    path = written(sample_issue(sample_pages()), tmp_path)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<p>清晨七点", "<p>一</p><p>清晨七点", "no fragment"),
        (
            '<fragment id="f24" page="p2" role="body"',
            '<fragment id="f24" page="p2" role="deck"',
            "a text has no fragment",
        ),
        (
            '<fragment id="f8" page="p1" role="deck"',
            '<fragment id="f8" page="p1" role="byline"',
            "a text has no fragment",
        ),
        ('from="f10" to="f17"', 'from="f10" to="f99"', "f99"),
        ("<headline>云溪港夜航灯亮了</headline>", "", "fragment f11 has no text"),
        (
            '<fragment id="f11" page="p1" role="headline"',
            '<fragment id="f11" page="p1" role="note"',
            "a text has no fragment",
        ),
        ('role="jump"', 'role="note"', "fragment"),
        ('text="下转第2版 （上接第1版）"', 'text="下转第2版"', "fragment f21 has no text"),
        ("<deck>——全市", "<deck>一</deck><deck>——全市", "series r1"),
        ('<page id="p2"', '<page id="p1"', "two of page p1"),
        ('id="p1-a2"', 'id="p1-a1"', "two of article p1-a1"),
        ('<member ref="p1-a2"/>', '<member ref="p9-a2"/>', "p9-a2"),
        ('source="s2"', 'source="s9"', "s9"),
        ('pages="p2"', 'pages="p9"', "p9"),
        ('<fragment id="f30" page="p2"', '<fragment id="f30" page="p3"', "p3"),
    ],
)
def test_parts_that_do_not_fit_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SourceError, match="make it anew") as caught:
        read_issue(broken(tmp_path, old, new))
    assert said in caught.value.message


def test_a_jump_line_without_a_fragment_is_refused(tmp_path: Path) -> None:
    path = broken(tmp_path, 'kind="join" from="f26"', 'kind="jump" text="next page" from="f26"')
    with pytest.raises(SourceError, match="the jump line “next page” has no fragment"):
        read_issue(path)


def test_comments_are_no_text(tmp_path: Path) -> None:
    path = broken(tmp_path, "<p>清晨七点", "<!-- a --><p><!-- b -->清晨<!-- c -->七点")
    assert read_issue(path).articles[2].texts("p")[0].startswith("清晨七点")


def test_furniture_without_an_id_gets_one(tmp_path: Path) -> None:
    path = broken(tmp_path, '<item id="f1" ', "<item ")
    assert read_issue(path).furniture[0].place.id == "furniture-1"


Make = Callable[[Path], None]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"<issue", "is damaged as XML"),
        (b"\xff\xfe\x00<", "is damaged as XML"),
        (b"plain text", "is damaged as XML"),
        (b"<alto/>", "no issue.xml of broadsheet"),
        (b'<issue xmlns="urn:broadsheet:issue:2"/>', "no issue.xml of broadsheet"),
        (b'<issue xmlns="urn:broadsheet:issue:1"/>', "line 1: no valid issue.xml"),
        (
            b'<!DOCTYPE issue SYSTEM "http://example.org/x.dtd"><issue>&x;</issue>',
            "uses entities",
        ),
        (
            b'<!DOCTYPE i [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><issue>&b;</issue>',
            "declares entities",
        ),
        (
            b'<!DOCTYPE i [<!ENTITY f SYSTEM "file:///etc/hostname">]><issue>&f;</issue>',
            "declares entities",
        ),
        (b"<a>" * 5000 + b"</a>" * 5000, "is damaged as XML"),
    ],
)
def test_what_is_no_issue_is_refused_with_a_reason(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "issue.xml"
    path.write_bytes(data)
    with pytest.raises(SourceError, match="issue") as caught:
        read_issue(path)
    assert said in caught.value.message


def test_a_billion_laughs_in_an_attribute_cost_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "issue.xml"
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE i [<!ENTITY a0 "ha">{entities}]><issue id="&a11;"/>'
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError):
        read_issue(path)


def test_a_missing_file_and_a_folder_without_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_issue(tmp_path / "none.xml")
    with pytest.raises(SourceError, match=r"issue\.xml: cannot be read"):
        read_issue(tmp_path)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_file, "MOST_XML", 10)
    with pytest.raises(SourceError, match="larger than 0 MB"):
        read_issue(written(sample_issue(sample_pages()), tmp_path))
