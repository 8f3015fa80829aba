"""Comparing with a library's structure: reading its METS, and what is found to differ."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from library_sample import FAIR, FLOOD, FLOOD_END, NOTICE, PAGES, mets, package
from rich.console import Console
from sample_boxes import boxed, written
from sample_issue import PageMaker, fragments, record, sample_issue, sample_pages, seam

from pipeline.comparing import (
    LibraryComparison,
    as_json,
    compare,
    print_comparison,
    read_structure,
)
from pipeline.errors import SourceError
from pipeline.exchange import export_issue, read_issue
from pipeline.model import (
    Article,
    ArticleKind,
    Fragment,
    Furniture,
    Issue,
    PageLabel,
    RegionRole,
    RelationKind,
    SegmentedPage,
)

R = RegionRole


class Paper:
    """The library's issue as we might have reconstructed it."""

    def __init__(self, fair: RegionRole = R.HEADLINE) -> None:
        names = [1]
        one = PageMaker(id="p1", position=1, names=names)
        two = PageMaker(id="p2", position=2, names=names)
        one.add(R.MASTHEAD, "The Wend Valley Post")  # f1
        one.add(R.HEADLINE, "Great Flood at Nether Wallop")  # f2
        one.add(R.BODY, *FLOOD)  # f3
        one.add(fair, "The Michaelmas Fair")  # f4
        one.add(R.BODY, *FAIR)  # f5
        two.add(R.BODY, *FLOOD_END)  # f6
        two.add(R.ADVERT, *NOTICE)  # f7
        self.pages: tuple[SegmentedPage, ...] = (one.segmented(), two.segmented())

    def article(self, name: str, parts: str, *joints: str) -> Article:
        return Article(
            id=name,
            kind=ArticleKind.ARTICLE,
            fragments=fragments(self.pages, parts),
            seams=tuple(seam(ends, RelationKind.JUMP) for ends in joints),
        )

    def issue(self, articles: dict[str, str], unplaced: str = "") -> Issue:
        return replace(
            sample_issue(sample_pages()),
            sources=tuple(page.page.source for page in self.pages),
            pages=tuple(record(page.page, PageLabel()) for page in self.pages),
            articles=tuple(self.article(name, parts) for name, parts in articles.items()),
            series=(),
            furniture=tuple(Furniture(region=f.region) for f in self.furniture(articles)),
            unplaced=fragments(self.pages, unplaced),
        )

    def furniture(self, articles: dict[str, str]) -> tuple[Fragment, ...]:
        used = " ".join(articles.values()).split()
        return () if "f1" in used else fragments(self.pages, "f1")


RIGHT = {"p1-a1": "f2 f3 f6", "p1-a2": "f4 f5", "p2-a1": "f7"}


def compared(
    folder: Path, articles: dict[str, str], unplaced: str = "", library: str = ""
) -> LibraryComparison:
    source = written(Paper().issue(articles, unplaced), folder)
    return compare(read_issue(source), source, read_structure(package(folder, library)))


def found(comparison: LibraryComparison) -> list[tuple[str, list[str], list[str]]]:
    return [
        (one.kind, [side.id for side in one.theirs], [side.id for side in one.ours])
        for one in comparison.differences
    ]


def test_the_structure_is_read_with_roles_pages_and_text(tmp_path: Path) -> None:
    issue = read_structure(package(tmp_path))
    first, second, third = issue.articles
    assert (first.id, first.kind, first.pages) == ("A1", "article", (1, 2))
    assert first.headline == "GREAT FLOOD AT NETHER WALLOP"
    assert [part.role for part in first.parts] == ["headline", "p"]
    assert first.parts[1].text == " ".join((*FLOOD, *FLOOD_END))
    assert (second.kind, second.pages) == ("article", (1,))
    assert (third.kind, third.headline, third.parts[0].role) == ("advert", "", "p")
    assert issue.rest == ("The Wend Valley Post",)
    assert issue.dangling == ()


def test_the_same_articles_are_all_matched(tmp_path: Path) -> None:
    comparison = compared(tmp_path, RIGHT)
    assert found(comparison) == []
    assert comparison.matched == (("A1", "p1-a1"), ("A2", "p1-a2"), ("A3", "p2-a1"))
    assert (comparison.lost, comparison.added) == (0, 0)


def test_a_headline_that_we_took_for_text_differs(tmp_path: Path) -> None:
    source = written(Paper(R.SUBHEAD).issue(RIGHT), tmp_path)
    comparison = compare(read_issue(source), source, read_structure(package(tmp_path)))
    assert found(comparison) == [("headline", ["A2"], ["p1-a2"])]
    assert comparison.differences[0].ours[0].headline == ""
    assert len(comparison.matched) == 3


def test_an_article_that_we_cut_is_split(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {**RIGHT, "p1-a1": "f2 f3", "p2-a2": "f6"})
    assert found(comparison)[0] == ("split", ["A1"], ["p1-a1", "p2-a2"])
    assert comparison.counts["split"] == 1
    assert comparison.differences[0].characters == len("".join("".join(FLOOD_END).split()))


def test_a_tail_that_hangs_on_another_article_is_split_and_merged(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"p1-a1": "f2 f3", "p1-a2": "f4 f5", "p2-a1": "f6 f7"})
    assert found(comparison) == [
        ("split", ["A1"], ["p1-a1", "p2-a1"]),
        ("merged", ["A1", "A3"], ["p2-a1"]),
    ]
    assert comparison.matched == (("A2", "p1-a2"),)


def test_a_small_piece_that_is_all_of_an_article_of_ours_counts(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {**RIGHT, "p1-a2": "f5", "p1-a3": "f4"})
    assert found(comparison)[0] == ("split", ["A2"], ["p1-a2", "p1-a3"])
    assert comparison.counts["only-ours"] == 0


def test_an_article_without_ink_is_none(tmp_path: Path) -> None:
    pages = {**PAGES, "p2": {"P2_TB1": FLOOD_END, "P2_TB2": ["-"]}}
    source = written(Paper().issue({"p1-a1": "f2 f3 f6", "p1-a2": "f4 f5"}), tmp_path)
    comparison = compare(read_issue(source), source, read_structure(package(tmp_path, pages=pages)))
    assert [side.id for side in comparison.theirs] == ["A1", "A2"]


def test_two_articles_that_we_run_together_are_merged(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"p1-a1": "f2 f3 f6 f4 f5", "p2-a1": "f7"})
    assert found(comparison) == [("merged", ["A1", "A2"], ["p1-a1"])]
    assert comparison.counts["merged"] == 2
    assert comparison.matched == (("A3", "p2-a1"),)


def test_a_missing_article_and_where_its_text_is(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"p1-a1": "f2 f3 f6", "p1-a2": "f4 f5"}, unplaced="f7")
    missing = next(one for one in comparison.differences if one.kind == "missing")
    assert ([side.id for side in missing.theirs], missing.where) == (["A3"], "unplaced")
    assert comparison.lost == missing.characters > 0


def test_a_part_that_is_in_no_article_is_left_out(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {**RIGHT, "p1-a1": "f2 f3"}, unplaced="f6")
    assert found(comparison)[0] == ("left-out", ["A1"], ["p1-a1"])
    assert comparison.differences[0].where == "unplaced"


def test_text_that_the_library_has_in_no_article_is_only_ours(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {**RIGHT, "p1-a3": "f1"})
    assert ("only-ours", [], ["p1-a3"]) in found(comparison)
    assert comparison.added == len("TheWendValleyPost")
    assert comparison.counts["only-ours"] == 1


def test_text_that_we_put_to_an_article_of_theirs_is_more(tmp_path: Path) -> None:
    text = mets().replace('<area FILEID="alto-p2" BETYPE="IDREF" BEGIN="P2_TB1"/>', "")
    comparison = compared(tmp_path, RIGHT, library=text)
    assert found(comparison) == [("added", ["A1"], ["p1-a1"])]
    assert comparison.differences[0].characters == len("".join("".join(FLOOD_END).split()))
    assert comparison.matched == (("A2", "p1-a2"), ("A3", "p2-a1"))


def test_our_own_export_is_the_same_as_the_issue(tmp_path: Path) -> None:
    source = written(boxed(sample_issue(sample_pages())), tmp_path)
    export_issue(source, "mets", None)
    library = read_structure(tmp_path / "mets" / "mets.xml")
    comparison = compare(read_issue(source), source, library)
    assert comparison.differences == ()
    assert (comparison.lost, comparison.added, len(comparison.matched)) == (0, 0, 4)
    assert [article.kind for article in library.articles][-1] == "notice"


def test_the_table_shows_pages_and_both_headlines(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"p1-a1": "f2 f3", "p1-a2": "f4 f5 f6"}, unplaced="f7")
    stream = StringIO()
    print_comparison(comparison, Console(file=stream, width=160, markup=False))
    text = stream.getvalue()
    assert "split by us" in text
    assert "(unplaced)" in text
    assert "A1 “GREAT FLOOD AT NETHER WALLOP”" in text
    assert "p1-a2 “The Michaelmas Fair”" in text
    assert "1, 2" in text


def test_the_json_holds_counts_pairs_and_differences(tmp_path: Path) -> None:
    source = written(Paper(R.SUBHEAD).issue(RIGHT), tmp_path)
    library = read_structure(package(tmp_path))
    comparison = compare(read_issue(source), source, library)
    data = json.loads(as_json(comparison, library, ("issue.xml", "mets.xml")))
    assert data["counts"]["same"] == 3
    assert data["counts"]["headline"] == 1
    assert data["same"][0] == {"library": "A1", "ours": "p1-a1"}
    assert data["differences"][0]["library"][0]["pages"] == [1]
    assert data["differences"][0]["library"][0]["headline"] == "THE MICHAELMAS FAIR"


def test_a_comparison_of_nothing_has_no_list(tmp_path: Path) -> None:
    blank = mets('<div TYPE="ARTICLE" ID="A"><div TYPE="BODY"/></div>')
    comparison = compared(tmp_path, {}, library=blank)
    stream = StringIO()
    print_comparison(comparison, Console(file=stream, width=80, markup=False))
    assert "difference " not in stream.getvalue()


def test_other_flavours_of_pointers_are_read(tmp_path: Path) -> None:
    text = mets(
        '<div TYPE="Article" LABEL=" The  Flood ">'
        '<div TYPE="text"><fptr><area FILEID="alto-p1" BEGIN="P1_TB2" END="P1_TB4"/></fptr></div>'
        '<fptr><area FILEID="alto-p2" BETYPE="IDREF" BEGIN="CB" END="CB"/></fptr>'
        '<fptr><area FILEID="alto-p2" BETYPE="IDREF" BEGIN="PAGE" END="NONE"/></fptr>'
        '<fptr FILEID="alto-p2"/><fptr><area FILEID="alto-p1" BETYPE="IDREF" BEGIN="X9"/></fptr>'
        "</div><div TYPE='Illustration'><fptr>"
        '<area FILEID="alto-p1" BETYPE="IDREF" BEGIN="P1_TB5"/></fptr></div>'
    )
    issue = read_structure(package(tmp_path, text))
    (article, picture) = issue.articles
    assert (article.id, article.headline) == ("1", "The Flood")
    assert article.parts[0].text.startswith("GREAT FLOOD")
    assert article.parts[0].text.endswith("THE MICHAELMAS FAIR " + " ".join((*FLOOD_END, *NOTICE)))
    assert (picture.kind, picture.parts[0].role) == ("caption", "caption")
    assert issue.dangling == ("alto-p1 X9",)


def test_hyphens_pieces_and_blocks_without_an_id(tmp_path: Path) -> None:
    article = '<div TYPE="article"><div TYPE="PARAGRAPH">{}</div></div>'
    area = '<fptr><area FILEID="alto-p1" BETYPE="IDREF" BEGIN="{}"/></fptr>'
    path = package(tmp_path, mets(article.format(area.format("L1") + area.format("S9"))))
    lines = (
        '<TextLine ID="L1"><String CONTENT="The"/><SP/><String CONTENT="gov"'
        ' SUBS_TYPE="HypPart1" SUBS_CONTENT="government"/><HYP CONTENT="-"/></TextLine>'
        '<TextLine><String CONTENT="ernment" SUBS_TYPE="HypPart2" SUBS_CONTENT="government"/><SP/>'
        '<String CONTENT="met"/><String CONTENT="un"/><HYP CONTENT="-"/></TextLine>'
        '<TextLine><String ID="S9" CONTENT="willingly"/><SP/></TextLine>'
    )
    blocks = f'<TextBlock ID="B1">{lines}</TextBlock><TextBlock>{lines}</TextBlock>'
    text = f"<alto xmlns='http://www.loc.gov/standards/alto/ns-v3#'>{blocks}</alto>"
    (tmp_path / "text" / "p1.xml").write_text(text, "utf-8")
    issue = read_structure(path)
    assert issue.articles[0].parts[0].text == "The government willingly"
    assert issue.rest[0] == "The government met unwillingly"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<alto/>", "no METS"),
        (mets(kind="PHYSICAL"), "no structMap of TYPE LOGICAL (there is: PHYSICAL, PHYSICAL)"),
        ("<mets/>", "(there is: none)"),
        (mets('<div TYPE="PAGE"/>'), "the TYPEs in it are Newspaper, PAGE"),
        (mets().replace("file://./text/p1.xml", "../../p1.xml"), "leads out of the package"),
        (mets().replace("file://./text/p1.xml", "/etc/p1.xml"), "leads out of the package"),
        (mets().replace("file://./text/p1.xml", "file:///../p1.xml"), "leads out of the package"),
        (
            mets().replace("file://./text/p1.xml", "https://example.org/p1.xml"),
            "an address on the network",
        ),
        (mets().replace("file://./text/p1.xml", "text/none.xml"), "cannot be read"),
        (mets().replace("file://./text/p1.xml", "mets.xml"), "no ALTO"),
    ],
)
def test_a_structure_that_cannot_be_read_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=r"give|fetch|refused") as caught:
        read_structure(package(tmp_path, text))
    assert said in caught.value.message


def test_files_without_a_type_are_told_by_their_name(tmp_path: Path) -> None:
    text = mets().replace(' MIMETYPE="text/xml"', "").replace("<FLocat xlink:href", "<FLocat HREF")
    text = text.replace('<structMap TYPE="PHYSICAL">', '<structMap TYPE="OTHER">')
    assert len(read_structure(package(tmp_path, text)).articles) == 3


def test_a_page_outside_the_physical_structure_comes_last(tmp_path: Path) -> None:
    text = mets().replace('<div TYPE="PAGE"><fptr FILEID="alto-p1"/></div>', "")
    assert read_structure(package(tmp_path, text)).articles[0].pages == (1, 2)
    assert list(PAGES) == ["p1", "p2"]
