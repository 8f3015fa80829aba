"""What stands where in each export."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from sample_boxes import boxed, reread, written
from sample_issue import PageMaker, fragments, record, sample_issue, sample_pages, seam

from pipeline.comparing import read_structure
from pipeline.errors import OutputError, SourceError
from pipeline.exchange import export_issue
from pipeline.exchange.plain import markdown, plain_text
from pipeline.exchange.tei import tei_document
from pipeline.exchange.tei_header import RESPONSIBLE
from pipeline.model import (
    Article,
    ArticleKind,
    Issue,
    PageLabel,
    PageStatus,
    RegionRole,
    RelationKind,
    Seam,
)

R = RegionRole
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
METS = "{http://www.loc.gov/METS/}"
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
HREF = "{http://www.w3.org/1999/xlink}href"


def sample() -> Issue:
    return boxed(sample_issue(sample_pages()))


def one_article(rows: list[tuple[R, str]], seams: tuple[Seam, ...]) -> Issue:
    """An issue of one article on one page; fragments are f1, f2, ..."""
    page = PageMaker(id="p1", position=1, names=[1])
    names = [page.add(role, text) for role, text in rows]
    segmented = page.segmented()
    article = Article(
        id="p1-a1",
        kind=ArticleKind.ARTICLE,
        fragments=fragments((segmented,), " ".join(names)),
        seams=seams,
    )
    return replace(
        sample_issue(sample_pages()),
        sources=(segmented.page.source,),
        pages=(record(segmented.page, PageLabel(number="1")),),
        articles=(article,),
        series=(),
        furniture=(),
        unplaced=(),
    )


def tei(issue: Issue, folder: Path) -> etree._Element:
    return etree.fromstring(tei_document(reread(issue, folder)))


def by_id(root: etree._Element, name: str) -> etree._Element:
    (found,) = [element for element in root.iter() if element.get(ID) == name]
    return found


def test_tei_has_each_page_once_and_links_the_parts_of_an_article(tmp_path: Path) -> None:
    root = tei(sample(), tmp_path)
    assert [page.get(ID) for page in root.iter(f"{TEI}pb")] == ["page-p1", "page-p2"]
    first, second = by_id(root, "article-p1-a2"), by_id(root, "part2-p1-a2")
    assert (first.get("part"), first.get("next")) == ("I", "#part2-p1-a2")
    assert (second.get("part"), second.get("prev")) == ("F", "#article-p1-a2")
    cut = by_id(root, "text1-5-p1-a2")
    assert (cut.get("part"), cut.get("next")) == ("I", "#text2-5-p1-a2")
    assert "".join(map(str, cut.itertext())).endswith("夜晚,")
    assert [fw.text for fw in first.iter(f"{TEI}fw")] == ["下转第2版"]
    assert [fw.text for fw in second.iter(f"{TEI}fw")] == ["（上接第1版）"]


def test_tei_says_how_sure_it_is_and_who_says_so(tmp_path: Path) -> None:
    root = tei(sample(), tmp_path)
    article = by_id(root, "article-p1-a1")
    assert (article.get("cert"), article.get("resp")) == ("0.94", f"#{RESPONSIBLE}")
    assert by_id(root, RESPONSIBLE).findtext(f"{TEI}name") == "broadsheet 0.1.0"
    (join,) = article.iter(f"{TEI}milestone")
    assert (join.get("type"), join.get("cert"), join.get("facs")) == ("join", "0.97", "#zone-f17")
    assert by_id(root, "article-p2-a1").get("subtype") == "review"


def test_tei_points_to_zones_with_the_boxes_of_the_page(tmp_path: Path) -> None:
    root = tei(sample(), tmp_path)
    zone = by_id(root, "zone-f6")
    assert [zone.get(name) for name in ("ulx", "uly", "lrx", "lry")] == ["20", "140", "620", "176"]
    pointers = {name for e in root.iter() for name in e.get("facs", "").split()}
    assert pointers <= {f"#{element.get(ID)}" for element in root.iter() if element.get(ID)}
    digests = [str(d.text) for d in root.iter(f"{TEI}idno") if d.get("type") == "sha256"]
    assert digests[1].endswith("2")


def test_tei_without_geometry_has_no_facsimile(tmp_path: Path) -> None:
    root = tei(sample_issue(sample_pages()), tmp_path)
    assert root.find(f"{TEI}facsimile") is None
    assert not [element for element in root.iter() if element.get("facs")]


def test_tei_marks_a_change_of_column_and_a_word_that_is_cut_by_it(tmp_path: Path) -> None:
    rows = [(R.BODY, "The gov-"), (R.BODY, "ernment met.")]
    issue = boxed(one_article(rows, (seam("f1 f2", RelationKind.JOIN),)))
    parts = issue.articles[0].fragments
    line = parts[1].region.lines[0]
    assert line.box is not None
    aside = replace(line, box=replace(line.box, left=700, right=1300))
    moved = replace(parts[1], region=replace(parts[1].region, lines=(aside,)))
    article = replace(issue.articles[0], fragments=(parts[0], moved))
    root = tei(replace(issue, articles=(article,)), tmp_path)
    (column,) = root.iter(f"{TEI}cb")
    assert (column.get("break"), column.get("type")) == ("no", "join")
    assert column.tail == "ernment met."


def test_tei_takes_pages_back_and_forth(tmp_path: Path) -> None:
    names = [1]
    one = PageMaker(id="p1", position=1, names=names)
    two = PageMaker(id="p2", position=2, names=names)
    one.add(R.HEADLINE, "Rain")  # f1
    one.add(R.BODY, "It rained,")  # f2
    two.add(R.BODY, "and rained,")  # f3
    one.add(R.BODY, "and rained.")  # f4
    two.add(R.BYLINE, "By A. Lee")  # f5
    pages = (one.segmented(), two.segmented())
    joints = (seam("f2 f3", RelationKind.JUMP), seam("f3 f4", RelationKind.JUMP))
    article = Article(
        id="a1",
        kind=ArticleKind.ARTICLE,
        fragments=fragments(pages, "f1 f2 f3 f4 f5"),
        seams=joints,
    )
    issue = replace(
        sample_issue(sample_pages()), articles=(article,), series=(), furniture=(), unplaced=()
    )
    root = tei(boxed(issue), tmp_path)
    assert by_id(root, "part2-a1").get("part") == "M"
    assert [p.get("part") for p in root.iter(f"{TEI}p") if p.get("part")] == ["I", "F", "M"]
    last = by_id(root, "part4-a1")
    assert [etree.QName(child).localname for child in last] == ["byline"]


def test_a_version_with_letters_is_cut_for_tei(tmp_path: Path) -> None:
    found = replace(reread(sample(), tmp_path), version="1.2.0.dev3")
    root = etree.fromstring(tei_document(found))
    assert [a.get("version") for a in root.iter(f"{TEI}application")] == ["1.2.0"]
    root = etree.fromstring(tei_document(replace(found, version="dev")))
    assert [a.get("version") for a in root.iter(f"{TEI}application")] == ["0"]


def test_tei_of_an_image_names_it(tmp_path: Path) -> None:
    issue = sample()
    scan = replace(issue.sources[0], href="page 1.png", media="image/png")
    root = tei(replace(issue, sources=(scan, issue.sources[1])), tmp_path)
    assert [g.get("url") for g in root.iter(f"{TEI}graphic")] == ["page%201.png"]


def test_an_issue_without_a_page_or_a_name_is_still_an_issue(tmp_path: Path) -> None:
    issue = replace(
        sample_issue(sample_pages()),
        title="",
        date="",
        language="",
        profile="",
        config="",
        sources=(),
        pages=(),
        articles=(),
        series=(),
        furniture=(),
        unplaced=(),
    )
    source = written(issue, tmp_path)
    for form in ("tei", "mets", "page", "nitf", "jsonl", "markdown", "text"):
        export_issue(source, form, tmp_path / form)
    assert (tmp_path / "text").read_text("utf-8") == "2031-05-12\n"
    assert (tmp_path / "jsonl").read_bytes() == b""


def test_a_source_without_a_digest_and_with_warnings(tmp_path: Path) -> None:
    issue = sample()
    odd = replace(issue.sources[0], sha256="", encoding="", warnings=("two bytes are no text",))
    issue = replace(issue, sources=(odd, issue.sources[1]))
    root = tei(issue, tmp_path)
    assert next(root.iter(f"{TEI}note")).text == "two bytes are no text"
    export_issue(written(issue, tmp_path), "mets", None)
    mets = etree.parse(tmp_path / "mets" / "mets.xml").getroot()
    files = [f for f in mets.iter(f"{METS}file") if str(f.get("ID")).startswith("source-")]
    assert [file.get("CHECKSUM") is None for file in files] == [True, False]


def test_an_article_of_a_jump_line_alone_is_kept(tmp_path: Path) -> None:
    issue = boxed(one_article([(R.JUMP, "Continued on page 9")], ()))
    root = tei(issue, tmp_path)
    (line,) = by_id(root, "article-p1-a1").iter(f"{TEI}fw")
    assert (line.text, line.get("type")) == ("Continued on page 9", "jump")
    for form in ("mets", "page", "nitf", "jsonl"):
        export_issue(written(issue, tmp_path), form, tmp_path / form)
        files = [path for path in (tmp_path / form,) if path.is_file()]
        files += list((tmp_path / form).rglob("*.xml"))
        text = "".join(path.read_text("utf-8") for path in files)
        assert "Continued" in text


def test_texts_that_somebody_emptied_by_hand_are_in_no_export(tmp_path: Path) -> None:
    source = written(boxed(one_article([(R.BODY, "Rain."), (R.BYLINE, "Lee")], ())), tmp_path)
    text = source.read_text("utf-8").replace("Lee", " ").replace("Rain.", "")
    source.write_text(text.replace(' xml:lang="zh-Hans"', ""), "utf-8")
    for form in ("tei", "nitf", "mets", "page"):
        export_issue(source, form, tmp_path / form)
    alto = etree.parse(tmp_path / "mets" / "alto" / "p1.xml")
    assert alto.find(f".//{ALTO}TextBlock") is None
    nitf = etree.parse(tmp_path / "nitf" / "p1-a1.xml").getroot()
    assert nitf.get("baselang") is None


def test_what_is_not_known_of_the_making_is_not_said(tmp_path: Path) -> None:
    source = written(replace(sample(), profile="", config=""), tmp_path)
    text = source.read_text("utf-8").replace("春到云溪看新变", "")
    source.write_text(text, "utf-8")
    for form in ("tei", "mets"):
        export_issue(source, form, tmp_path / form)
    assert "<desc" not in (tmp_path / "tei").read_text("utf-8")
    assert "Settings" not in (tmp_path / "mets" / "alto" / "p1.xml").read_text("utf-8")
    mets = etree.parse(tmp_path / "mets" / "mets.xml").getroot()
    (series,) = [d for d in mets.iter(f"{METS}div") if d.get("ID") == "series-r1"]
    assert [d.get("TYPE") for d in series.iter(f"{METS}div") if len(d) == 0] == ["TITLE"]


def test_a_page_of_furniture_alone_has_no_reading_order(tmp_path: Path) -> None:
    issue = replace(sample(), articles=(), series=(), unplaced=())
    source = written(issue, tmp_path)
    for form in ("mets", "page"):
        export_issue(source, form, None)
    for path in (tmp_path / "mets" / "alto" / "p1.xml", tmp_path / "page" / "p1.xml"):
        root = etree.parse(path).getroot()
        assert root.find(".//{*}ReadingOrder") is None
        assert "云溪日报" in path.read_text("utf-8")


def test_two_bylines_that_go_on_in_each_other_are_one(tmp_path: Path) -> None:
    rows = [(R.BODY, "Rain."), (R.BYLINE, "By A."), (R.BYLINE, "Lee")]
    issue = one_article(rows, (seam("f2 f3", RelationKind.JOIN),))
    export_issue(written(issue, tmp_path), "nitf", None)
    root = etree.parse(tmp_path / "nitf" / "p1-a1.xml").getroot()
    assert [byline.text for byline in root.iter("{*}byline")] == ["By A. Lee"]


def test_tei_gives_a_surface_only_to_pages_with_geometry(tmp_path: Path) -> None:
    issue = sample()
    bare = replace(issue.pages[1], unit="", width=0, height=0)
    bare_articles = tuple(a for a in issue.articles if "p2" not in a.pages)
    issue = replace(
        issue,
        pages=(issue.pages[0], bare),
        articles=bare_articles,
        series=(),
        furniture=(),
        unplaced=(),
    )
    root = tei(issue, tmp_path)
    assert [s.get("n") for s in root.iter(f"{TEI}surface")] == ["1"]
    assert [page.get("facs") for page in root.iter(f"{TEI}pb")] == ["#surface-p1", None]


def test_mets_names_each_alto_file_with_its_digest(tmp_path: Path) -> None:
    made = export_issue(written(sample(), tmp_path), "mets", None)
    root = etree.parse(tmp_path / "mets" / "mets.xml").getroot()
    assert made.paths[-1] == tmp_path / "mets" / "mets.xml"
    for file in root.iterfind(f".//{METS}fileGrp[@USE='Text']/{METS}file"):
        location = file.find(f"{METS}FLocat")
        assert location is not None
        data = (tmp_path / "mets" / str(location.get(HREF))).read_bytes()
        assert file.get("CHECKSUM") == hashlib.sha256(data).hexdigest()
        assert file.get("SIZE") == str(len(data))


def test_mets_points_only_to_blocks_that_are_there_each_with_its_box(tmp_path: Path) -> None:
    export_issue(written(boxed(sample_issue(sample_pages()), "pt"), tmp_path), "mets", None)
    root = etree.parse(tmp_path / "mets" / "mets.xml").getroot()
    blocks = {}
    for page in ("p1", "p2"):
        alto = etree.parse(tmp_path / "mets" / "alto" / f"{page}.xml")
        for block in alto.iter(f"{ALTO}TextBlock"):
            place = [float(str(block.get(k))) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
            blocks[f"alto-{page}", block.get("ID")] = place
    for area in root.iter(f"{METS}area"):
        left, top, width, height = blocks[str(area.get("FILEID")), area.get("BEGIN")]
        corners = [float(number) for number in str(area.get("COORDS")).split(",")]
        assert corners == pytest.approx([left, top, left + width, top + height], abs=0.02)
    assert blocks["alto-p1", "block-f6"] == pytest.approx([333.33, 2333.33, 10000, 600])


def test_alto_gives_a_word_that_is_cut_between_two_blocks_whole(tmp_path: Path) -> None:
    rows = [(R.BODY, "The gov-"), (R.BODY, "ernment met.")]
    issue = boxed(one_article(rows, (seam("f1 f2", RelationKind.JOIN),)))
    export_issue(written(issue, tmp_path), "mets", None)
    words = list(etree.parse(tmp_path / "mets" / "alto" / "p1.xml").iter(f"{ALTO}String"))
    told = [(w.get("CONTENT"), w.get("SUBS_TYPE"), w.get("SUBS_CONTENT")) for w in words]
    assert told == [
        ("The", None, None),
        ("gov", "HypPart1", "government"),
        ("ernment", "HypPart2", "government"),
        ("met.", None, None),
    ]


def test_a_dash_behind_the_end_of_a_cut_word_keeps_its_blank(tmp_path: Path) -> None:
    rows = [(R.BODY, "It go-"), (R.BODY, "verns. — Here")]
    issue = boxed(one_article(rows, (seam("f1 f2", RelationKind.JOIN),)))
    export_issue(written(issue, tmp_path), "mets", None)
    (article,) = read_structure(tmp_path / "mets" / "mets.xml").articles
    assert article.parts[0].text == "It governs. — Here"


def test_page_calls_only_a_cut_word_a_join(tmp_path: Path) -> None:
    rows = [(R.BODY, "The gov-"), (R.BODY, "ernment met in"), (R.BODY, "Ely."), (R.BODY, "高质")]
    rows.append((R.BODY, "量发展"))
    joins = tuple(seam(f"f{n} f{n + 1}", RelationKind.JOIN) for n in range(1, 5))
    export_issue(written(boxed(one_article(rows, joins)), tmp_path), "page", None)
    relations = list(etree.parse(tmp_path / "page" / "p1.xml").iter("{*}Relation"))
    assert [relation.get("type") for relation in relations] == ["join", "link", "link", "join"]


def test_page_keeps_every_box_on_the_page(tmp_path: Path) -> None:
    issue = boxed(one_article([(R.BODY, "Rain.")], ()))
    part = issue.articles[0].fragments[0]
    line = part.region.lines[0]
    assert line.box is not None
    wide = replace(line, box=replace(line.box, left=-5, top=-8.2, right=99999))
    article = replace(
        issue.articles[0],
        fragments=(replace(part, region=replace(part.region, lines=(wide,))),),
    )
    export_issue(written(replace(issue, articles=(article,)), tmp_path), "page", None)
    (coords,) = etree.parse(tmp_path / "page" / "p1.xml").iter("{*}Coords")
    assert coords.get("points") == "0,0 9000,0 9000,56 0,56"


def test_nitf_of_an_article_without_a_headline_has_no_hedline(tmp_path: Path) -> None:
    export_issue(written(one_article([(R.BODY, "Rain.")], ()), tmp_path), "nitf", None)
    root = etree.parse(tmp_path / "nitf" / "p1-a1.xml").getroot()
    assert root.find(".//{*}hedline") is None
    assert [p.text for p in root.iter("{*}p")] == ["Rain."]


def test_nitf_keeps_kicker_and_deck_apart(tmp_path: Path) -> None:
    export_issue(written(sample(), tmp_path), "nitf", None)
    root = etree.parse(tmp_path / "nitf" / "p1-a1.xml").getroot()
    lines = [(line.get("class"), line.text) for line in root.iterfind(".//{*}hedline/{*}hl2")]
    assert lines == [("kicker", "从一粒种子到一袋好米"), ("deck", "——访石桥镇镇长 林有禾")]
    series = root.find(".//{*}body.head/{*}series")
    assert series is not None
    assert (series.get("series.part"), series.get("series.totalpart")) == ("1", "2")


def test_jsonl_has_an_article_a_line_with_its_boxes(tmp_path: Path) -> None:
    export_issue(written(sample(), tmp_path), "jsonl", tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["p1-a1", "p1-a2", "p2-a1", "p2-a2"]
    assert rows[0]["fragments"][0]["box"] == [20, 140, 600, 36]
    assert rows[0]["credits"][1] == {"role": "reporter", "text": "记者 周知行"}
    assert rows[1]["jumps"] == ["下转第2版", "（上接第1版）"]
    assert rows[0]["series"][0]["texts"][0] == {"role": "headline", "text": "春到云溪看新变"}


def test_markdown_means_what_was_printed(tmp_path: Path) -> None:
    rows = [
        (R.HEADLINE, "1. *Rain* [sic]"),
        (R.SUBHEAD, "# 2"),
        (R.BODY, "- a_b"),
        (R.CAPTION, "c"),
    ]
    text = markdown(reread(one_article(rows, ()), tmp_path)).decode()
    assert text.split("\n\n")[1:] == [
        "## 1\\. \\*Rain\\* \\[sic\\]",
        "### \\# 2",
        "\\- a\\_b",
        "> c\n",
    ]


def test_text_parts_the_articles_by_a_rule(tmp_path: Path) -> None:
    text = plain_text(reread(sample(), tmp_path)).decode()
    parts = text.split(f"\n\n{'-' * 40}\n\n")
    assert parts[0] == "云溪日报, 2031-05-12"
    assert parts[1].splitlines()[0] == "春到云溪看新变"
    assert parts[-1] == "也有人说,这样的好事,晚了十年。\n"


@pytest.mark.parametrize(
    ("unit", "said"),
    [("", "has no size"), ("cell", "character cell"), ("furlong", "has no size")],
)
def test_a_page_without_geometry_is_named(tmp_path: Path, unit: str, said: str) -> None:
    issue = sample()
    issue = replace(issue, pages=tuple(replace(page, unit=unit) for page in issue.pages))
    for form in ("mets", "page"):
        with pytest.raises(SourceError, match="page p1") as caught:
            export_issue(written(issue, tmp_path), form, None)
        assert said in caught.value.message
        assert "01.txt" in caught.value.message
        assert not (tmp_path / form).exists()


def test_a_page_that_is_empty_needs_no_geometry(tmp_path: Path) -> None:
    issue = one_article([(R.BODY, "Rain.")], ())
    issue = boxed(issue)
    bare = replace(
        issue.pages[0], id="p2", position=2, status=PageStatus.EMPTY, unit="", width=0, height=0
    )
    source = written(replace(issue, pages=(*issue.pages, bare)), tmp_path)
    assert [p.name for p in export_issue(source, "page", None).paths] == ["p1.xml"]
    assert [p.name for p in export_issue(source, "mets", None).paths] == [
        *("p1.xml", "p2.xml", "mets.xml")
    ]


def test_the_time_of_the_issue_is_that_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(sample(), tmp_path)
    os.utime(source, (1_900_000_000, 1_900_000_000))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    export_issue(source, "page", None)
    root = etree.parse(tmp_path / "page" / "p1.xml").getroot()
    assert root.findtext(".//{*}Created") == "2030-03-17T17:46:40Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    export_issue(source, "page", None)
    root = etree.parse(tmp_path / "page" / "p1.xml").getroot()
    assert root.findtext(".//{*}Created") == "1970-01-01T00:00:00Z"


def test_the_issue_itself_is_never_overwritten(tmp_path: Path) -> None:
    source = written(sample(), tmp_path)
    before = source.read_bytes()
    with pytest.raises(OutputError, match="issue itself"):
        export_issue(source, "tei", source)
    assert source.read_bytes() == before


def test_files_of_an_earlier_export_are_mentioned(tmp_path: Path) -> None:
    source = written(sample(), tmp_path)
    assert len(export_issue(source, "nitf", None).remarks) == 1
    (tmp_path / "nitf" / "p9-a9.xml").write_text("<nitf/>", "utf-8")
    assert "p9-a9.xml" in export_issue(source, "nitf", None).remarks[1]
