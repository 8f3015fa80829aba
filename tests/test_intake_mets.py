from __future__ import annotations

import os
from pathlib import Path

import pytest
from sample_ocr import alto_page, hocr, mets, page_line, page_xml, physical, region, sheet, texts

from pipeline.errors import SourceError
from pipeline.intake import IssueInput, Skipped, read_issue
from pipeline.intake.links import linked_path

TWO = {"Fulltext": [("a1", "alto/1.xml"), ("a2", "alto/2.xml")]}


def pack(folder: Path, data: bytes, **files: bytes) -> Path:
    """A package: mets.xml, and files of which ``alto_1`` stands for alto/1.xml."""
    (folder / "mets.xml").write_bytes(data)
    for name, content in files.items():
        path = folder / (name.replace("_", "/") + ".xml")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
    return folder


def pages(issue: IssueInput) -> list[str]:
    return [" ".join(texts(page)) for page in issue.pages]


def messages(issue: IssueInput) -> list[str]:
    return [failure.message for failure in issue.failures]


def test_a_package_is_read_in_the_order_of_its_pages(tmp_path: Path) -> None:
    data = mets(TWO, physical("a2", "a1"))
    pack(tmp_path, data, alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    (tmp_path / "notes.txt").write_text("kein Blatt", "utf-8")
    issue = read_issue(tmp_path)
    assert (pages(issue), issue.failures) == (["zwei", "eins"], ())
    assert issue.name == tmp_path.name
    assert [(s.id, s.href, s.media) for s in issue.sources] == [
        ("s1", "mets.xml", "application/mets+xml"),
        ("s2", "alto/2.xml", "application/alto+xml"),
        ("s3", "alto/1.xml", "application/alto+xml"),
    ]
    assert [page.source.id for page in issue.pages] == ["s2", "s3"]
    assert (
        Skipped(source="notes.txt", reason="mets.xml says which files are the pages")
        in issue.skipped
    )
    assert read_issue(tmp_path / "mets.xml").pages == issue.pages


def test_what_is_no_page_of_the_physical_structure_is_passed_over(tmp_path: Path) -> None:
    cover = '<div TYPE="cover"><fptr FILEID="pdf"/></div><div TYPE="page"'
    data = mets(TWO, physical("a1", "a2").replace('<div TYPE="page"', cover, 1))
    pack(tmp_path, data, alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    issue = read_issue(tmp_path)
    assert (pages(issue), issue.failures) == (["eins", "zwei"], ())


def test_links_are_followed_where_the_folder_is_given_as_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"Fulltext": [("a1", f"file://{tmp_path}/issue/alto/1.xml")]}
    (tmp_path / "issue").mkdir()
    pack(tmp_path / "issue", mets(files, physical("a1")), alto_1=alto_page("eins"))
    monkeypatch.chdir(tmp_path)
    assert read_issue(Path("issue")).sources[1].href == "alto/1.xml"
    monkeypatch.chdir(tmp_path / "issue" / "alto")
    assert read_issue(Path("..")).name == "issue"


def test_a_prefix_and_areas_are_no_matter(tmp_path: Path) -> None:
    rows = "".join(
        f'<div ORDER="{order}"><fptr><par><area FILEID="a{n}" BEGIN="P1"/></par></fptr></div>'
        for order, n in ((10, 2), (9, 1))
    )
    structure = f'<structMap LABEL="Physical Structure"><div>{rows}</div></structMap>'
    structure = structure.replace("<", "<m:").replace("<m:/", "</m:")
    data = mets(TWO, structure, prefix="m:")
    pack(tmp_path, data, alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    assert pages(read_issue(tmp_path)) == ["eins", "zwei"]


def test_mets_2_is_read(tmp_path: Path) -> None:
    data = mets(TWO, physical("a2", "a1")).replace(b"xlink:href", b"LOCREF")
    data = data.replace(b"http://www.loc.gov/METS/", b"http://www.loc.gov/METS/v2")
    pack(tmp_path, data, alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    assert pages(read_issue(tmp_path)) == ["zwei", "eins"]


@pytest.mark.parametrize(
    "structure",
    [
        "",
        '<structMap TYPE="LOGICAL"><div><div><fptr FILEID="a2"/></div></div></structMap>',
        '<structMap TYPE="x"/><structMap TYPE="y"/>',
    ],
)
def test_without_a_physical_structure_files_come_in_their_own_order(
    tmp_path: Path, structure: str
) -> None:
    data = mets(TWO, structure).decode().replace('ID="a1"', 'ID="a1" SEQ="2"')
    data = data.replace('ID="a2"', 'ID="a2" SEQ="1"')
    pack(tmp_path, data.encode(), alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    assert pages(read_issue(tmp_path)) == ["zwei", "eins"]


def test_a_single_structure_without_a_type_is_the_physical_one(tmp_path: Path) -> None:
    structure = physical("a2", "a1").replace('TYPE="PHYSICAL"', "")
    pack(tmp_path, mets(TWO, structure), alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    assert pages(read_issue(tmp_path)) == ["zwei", "eins"]


def test_pages_that_name_only_images_find_their_text_by_group(tmp_path: Path) -> None:
    files = {"images": [("i1", "1.jp2"), ("i2", "2.jp2")], **TWO}
    data = mets(files, physical("i2", "i1")).decode()
    for name in ("i1", "a1", "i2", "a2"):
        data = data.replace(f'ID="{name}"', f'ID="{name}" GROUPID="g{name[1]}"', 1)
    for name in ("1.jp2", "2.jp2"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    pack(tmp_path, data.encode(), alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    assert pages(read_issue(tmp_path)) == ["zwei", "eins"]


def test_of_several_versions_alto_is_read_and_it_is_said(tmp_path: Path) -> None:
    files = {**TWO, "PageXML": [("p1", "page/1.xml"), ("p2", "page/2.xml")]}
    data = mets(files, physical("a1 p1", "p2 a2"))
    other = page_xml(region(page_line("anders", 100)))
    made = {"alto_1": alto_page("eins"), "alto_2": alto_page("zwei")}
    issue = read_issue(pack(tmp_path, data, **made, page_1=other, page_2=other))
    assert pages(issue) == ["eins", "zwei"]
    assert issue.sources[0].warnings == (
        "holds several versions of the text; read: Fulltext, not: PageXML",
    )


def test_of_equal_versions_the_last_one_with_text_is_read(tmp_path: Path) -> None:
    files = {name: [(name, f"{name}/1.xml")] for name in ("first", "better", "blank")}
    data = mets(files, physical("first better blank"))
    made = {f"{name}_1": alto_page(name) for name in ("first", "better")}
    issue = read_issue(pack(tmp_path, data, **made, blank_1=alto_page("")))
    assert pages(issue) == ["better"]


def test_the_version_that_covers_more_pages_is_read_and_gaps_are_filled(tmp_path: Path) -> None:
    files = {
        "ocr": [("h1", "ocr/1.html"), ("h2", "ocr/2.html")],
        "alto": [("a1", "alto/1.xml")],
        "text": [(f"t{n}", f"txt/{n}.xml") for n in (1, 2, 3)],
    }
    data = mets(files, physical("h1 a1 t1", "h2 t2", "t3"))
    pack(tmp_path, data, alto_1=alto_page("ALTO"), txt_1=b"t1", txt_2=b"t2", txt_3=b"t3")
    (tmp_path / "ocr").mkdir()
    for n in (1, 2):
        line = f"<span class='ocr_line' title='bbox 0 0 9 9'>hOCR {n}</span>"
        (tmp_path / "ocr" / f"{n}.html").write_bytes(hocr(sheet(line)))
    assert pages(read_issue(tmp_path)) == ["hOCR 1", "hOCR 2", "t3"]


def test_files_that_say_their_use_make_versions_across_groups(tmp_path: Path) -> None:
    files = {"page1": [("o1", "alto/1.xml"), ("x1", "gone.xml")], "page2": [("o2", "alto/2.xml")]}
    data = mets(files, physical("o1 x1", "o2")).decode().replace(' USE="page', ' ID="page')
    data = data.replace('ID="o', 'USE="ocr" ID="o')
    made = {"alto_1": alto_page("eins"), "alto_2": alto_page("zwei")}
    issue = read_issue(pack(tmp_path, data.encode(), **made))
    assert pages(issue) == ["eins", "zwei"]
    assert issue.sources[0].warnings[0].endswith("read: ocr, not: page1")


def test_a_group_without_a_name_is_a_version_too(tmp_path: Path) -> None:
    data = mets({"x": [("a1", "alto/1.xml")]}, physical("a1")).replace(b' USE="x"', b"")
    assert pages(read_issue(pack(tmp_path, data, alto_1=alto_page("eins")))) == ["eins"]


def test_a_damaged_page_is_a_failure_and_the_others_go_on(tmp_path: Path) -> None:
    data = mets(TWO, physical("a1", "a2", ""))
    issue = read_issue(
        pack(tmp_path, data, alto_1=alto_page("eins")[:-30], alto_2=alto_page("zwei"))
    )
    assert pages(issue) == ["zwei"]
    (damaged,) = messages(issue)
    assert damaged.startswith(f"{tmp_path}/alto/1.xml: is damaged as XML")
    assert issue.failures[0].source == "mets.xml, page 1"


def test_another_version_stands_in_for_a_damaged_page(tmp_path: Path) -> None:
    files = {**TWO, "PageXML": [("p1", "page/1.xml")]}
    data = mets(files, physical("a1 p1", "a2"))
    other = page_xml(region(page_line("anders", 100)))
    made = {"alto_1": b"<alto><x></alto>", "alto_2": alto_page("zwei")}
    issue = read_issue(pack(tmp_path, data, **made, page_1=other))
    assert (pages(issue), messages(issue)) == (["anders", "zwei"], [])
    assert issue.sources[0].warnings[1].startswith("page 1: ")
    assert issue.sources[0].warnings[1].endswith("read instead: PageXML")


def test_a_page_without_a_text_is_a_failure(tmp_path: Path) -> None:
    files = {**TWO, "images": [("i3", "3.tif")]}
    data = mets(files, physical("a1", "i3", "a2").replace('ORDERLABEL="2"', 'ORDERLABEL="ii"'))
    pack(tmp_path, data, alto_1=alto_page("eins"), alto_2=alto_page("zwei"))
    (tmp_path / "3.tif").write_bytes(b"II*\0")
    issue = read_issue(tmp_path)
    assert pages(issue) == ["eins", "zwei"]
    assert messages(issue) == [
        f"{tmp_path}/mets.xml: page 2 (ii) has no file of text; recognise it with an OCR program"
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    issue = read_issue(pack(tmp_path, mets(TWO, physical("a1", "a2")), alto_1=alto_page("eins")))
    assert pages(issue) == ["eins"]
    assert messages(issue)[0].startswith(
        f"{tmp_path}/mets.xml: names alto/2.xml, which is no file that can be read"
    )


def test_files_in_no_page_are_read_last(tmp_path: Path) -> None:
    files = {"Fulltext": [*TWO["Fulltext"], ("a3", "alto/3.xml"), ("a4", "alto/4.xml")]}
    made = {f"alto_{n}": alto_page(text) for n, text in enumerate(("eins", "zwei", "drei"), 1)}
    data = mets({**files, "b": [("b1", "b/1.xml")]}, physical("a2", "a1"))
    issue = read_issue(pack(tmp_path, data, **made, alto_4=b"<alto", b_1=alto_page("nicht")))
    assert pages(issue) == ["zwei", "eins", "drei"]
    assert (
        "alto/3.xml is in no page of the physical structure; read last" in issue.sources[0].warnings
    )
    assert [failure.source for failure in issue.failures] == ["alto/4.xml"]


def test_a_file_that_several_pages_name_is_read_once(tmp_path: Path) -> None:
    data = mets({"Fulltext": [("a1", "alto/1.xml")]}, physical("a1", "a1"))
    issue = read_issue(pack(tmp_path, data, alto_1=alto_page("alles")))
    assert (pages(issue), issue.failures) == (["alles"], ())


def test_a_package_without_text_says_what_to_do(tmp_path: Path) -> None:
    data = mets({"images": [("i1", "1.tif")]}, physical("i1"), media="image/tiff")
    with pytest.raises(SourceError, match=r"mets\.xml: names no file of text \(ALTO, PAGE, hOCR\)"):
        read_issue(pack(tmp_path, data))
    embedded = mets({"x": []}).replace(b"</fileGrp>", b'<file MIMETYPE="text/xml"/></fileGrp>')
    with pytest.raises(SourceError, match="names no file of text"):
        read_issue(pack(tmp_path, embedded))


def test_a_file_that_does_not_say_what_it_is_is_looked_at(tmp_path: Path) -> None:
    files = {"x": [("a1", "alto/1.xml"), ("z", "unknown.bin"), ("y", "gone.xml")]}
    data = mets(files, physical("a1", "y")).replace(b' MIMETYPE="text/xml"', b"")
    (tmp_path / "unknown.bin").write_bytes(b"\x7fELF")
    issue = read_issue(pack(tmp_path, data, alto_1=alto_page("eins")))
    assert pages(issue) == ["eins"]
    assert "names gone.xml" in messages(issue)[0]


def test_two_mets_files_in_a_folder_are_two_issues(tmp_path: Path) -> None:
    pack(tmp_path, mets(TWO, physical("a1", "a2")))
    (tmp_path / "other.xml").write_bytes(mets(TWO))
    with pytest.raises(SourceError, match=r"holds 2 METS files \(mets\.xml, other\.xml\)"):
        read_issue(tmp_path)


def test_a_mets_file_is_no_page(tmp_path: Path) -> None:
    pack(tmp_path, mets({"x": [("m", "inner.xml")]}, physical("m")))
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner.xml").write_bytes(mets(TWO))
    with pytest.raises(SourceError):
        read_issue(tmp_path / "mets.xml")


LINKS = [
    "alto/1 a.xml",
    "alto/1%20a.xml",
    "./alto/../alto/1%20a.xml",
    "alto\\1 a.xml",
    "file://alto/1%20a.xml",
    "file://./alto/1 a.xml",
    "file:///alto/1%20a.xml",
    "file:alto/1%20a.xml",
    "file://{root}/alto/1%20a.xml",
    "file://localhost{root}/alto/1%20a.xml",
    "{root}/alto/1 a.xml",
]


@pytest.mark.parametrize("link", LINKS)
def test_links_as_libraries_write_them_are_followed(tmp_path: Path, link: str) -> None:
    (tmp_path / "alto").mkdir()
    (tmp_path / "alto" / "1 a.xml").write_bytes(alto_page("eins"))
    found = linked_path(link.format(root=tmp_path), tmp_path, tmp_path)
    assert found.resolve() == (tmp_path / "alto" / "1 a.xml").resolve()


@pytest.mark.parametrize(
    "link",
    ["../secret.xml", "%2e%2e/secret.xml", "..\\secret.xml", "file:///etc/passwd", "/etc/passwd",
     "file://../secret.xml", "out.xml", "outside/secret.xml"],
)  # fmt: skip
def test_links_out_of_the_package_are_refused(tmp_path: Path, link: str) -> None:
    (tmp_path / "secret.xml").write_bytes(alto_page("geheim"))
    folder = tmp_path / "issue"
    folder.mkdir()
    (folder / "out.xml").symlink_to("../secret.xml")
    (folder / "outside").symlink_to("..")
    files = {"Fulltext": [("a1", "alto/1.xml"), ("a2", link)]}
    pack(folder, mets(files, physical("a1", "a2")), alto_1=alto_page("eins"))
    issue = read_issue(folder)
    assert pages(issue) == ["eins"]
    (message,) = messages(issue)
    assert message.startswith(f"{folder}/mets.xml: names {link}: leads out of the package's folder")


def test_links_to_other_machines_are_refused(tmp_path: Path) -> None:
    files = {"Fulltext": [("a1", "alto/1.xml"), ("a2", "http://example.invalid/2.xml")]}
    pack(tmp_path, mets(files, physical("a1", "a2")), alto_1=alto_page("eins"))
    (message,) = messages(read_issue(tmp_path))
    assert (
        "http://example.invalid/2.xml: an address on the network, which is not fetched" in message
    )


@pytest.mark.parametrize("link", ["", "file://", "a\0b"])
def test_links_that_are_none_are_refused(tmp_path: Path, link: str) -> None:
    with pytest.raises(SourceError, match="no name of a file"):
        linked_path(link, tmp_path, tmp_path)


def test_pipes_in_a_package_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "alto").mkdir()
    os.mkfifo(tmp_path / "alto" / "2.xml")
    issue = read_issue(pack(tmp_path, mets(TWO, physical("a1", "a2")), alto_1=alto_page("eins")))
    assert "alto/2.xml, which is no file that can be read" in messages(issue)[0]


def test_a_folder_whose_pages_stand_in_a_folder_of_a_known_name_is_read(tmp_path: Path) -> None:
    for name in ("text", "ALTO"):
        (tmp_path / name).mkdir()
        for n in (10, 2):
            (tmp_path / name / f"{n}.xml").write_bytes(alto_page(f"{name} {n}"))
    (tmp_path / "ALTO" / "3.xml").symlink_to("nowhere")
    (tmp_path / "page").mkdir()
    (tmp_path / "xml").mkdir()
    (tmp_path / "0001.jpg").write_bytes(b"\xff\xd8\xff")
    issue = read_issue(tmp_path)
    assert pages(issue) == ["ALTO 2", "ALTO 10"]
    assert [source.href for source in issue.sources] == ["ALTO/2.xml", "ALTO/10.xml"]
    assert [failure.source for failure in issue.failures] == ["ALTO/3.xml"]
    assert issue.skipped == (
        Skipped(source="page", reason="a folder"),
        Skipped(source="text", reason="a folder"),
        Skipped(source="xml", reason="a folder"),
        Skipped(source="0001.jpg", reason="the pages are in ALTO"),
    )


def test_an_empty_folder_of_a_known_name_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "alto").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "1.xml").write_bytes(alto_page("innen"))
    assert pages(read_issue(tmp_path)) == ["innen"]


def test_a_page_beside_the_folder_is_the_issue(tmp_path: Path) -> None:
    (tmp_path / "alto").mkdir()
    (tmp_path / "alto" / "1.xml").write_bytes(alto_page("innen"))
    (tmp_path / "1.xml").write_bytes(alto_page("aussen"))
    assert pages(read_issue(tmp_path)) == ["aussen"]
