from __future__ import annotations

from pathlib import Path

import pytest
from sample_ocr import alto_page, texts, the_page

from pipeline.errors import SourceError
from pipeline.intake import read_issue
from pipeline.intake.safe_xml import attribute, parse_xml

LAUGHS = (
    '<!DOCTYPE alto [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{10 * f"&{before};"}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
SECRET = '<!DOCTYPE alto [<!ENTITY a SYSTEM "{}">]>'


def with_doctype(doctype: str, text: str) -> str:
    data = alto_page("Wort").decode()
    return data.replace("<alto", doctype + "<alto", 1).replace("Wort", text)


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_issue(path)
    assert caught.value.message.startswith(f"{path}: ")
    return caught.value.message.removeprefix(f"{path}: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_before_anything_grows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page.xml"
    data = with_doctype(LAUGHS, "&i;").replace('encoding="UTF-8"', f'encoding="{encoding}"')
    path.write_bytes(data.encode(encoding))
    assert refusal(path).startswith("declares entities, by which a file can attack its reader")


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim", "utf-8")
    path = tmp_path / "page.xml"
    path.write_text(with_doctype(SECRET.format(tmp_path / "secret"), "&a;"), "utf-8")
    assert "is refused; if you trust it" in refusal(path)


@pytest.mark.parametrize("body", ["Wort", "&lt;Wort &#38; Tat&gt;"])
def test_a_document_type_without_entities_is_harmless(tmp_path: Path, body: str) -> None:
    doctype = '<!DOCTYPE alto SYSTEM "http://example.invalid/alto.dtd">'
    page = the_page(tmp_path, with_doctype(doctype, body).encode())
    assert texts(page) == [body.replace("&lt;", "<").replace("&#38;", "&").replace("&gt;", ">")]


def test_what_only_a_document_type_explains_is_refused_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(with_doctype('<!DOCTYPE alto SYSTEM "alto.dtd">', "K&auml;se"), "utf-8")
    assert refusal(path).startswith("uses entities that only its document type explains")
    text = '<!DOCTYPE a SYSTEM "a.dtd"><a>K&auml;se</a>'
    with pytest.raises(SourceError, match="uses entities"):
        parse_xml(text.encode(), "a.xml")


def test_the_declared_encoding_is_the_one_that_counts(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    data = alto_page("Jahrmärkte zu Kesselau").decode()
    path.write_bytes(data.replace("UTF-8", "ISO-8859-1").encode("latin-1"))
    issue = read_issue(path)
    assert texts(issue.pages[0]) == ["Jahrmärkte zu Kesselau"]
    assert issue.sources[0].encoding == "iso-8859-1"
    path.write_bytes(data.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert texts(read_issue(path).pages[0]) == ["Jahrmärkte zu Kesselau"]


@pytest.mark.parametrize(
    "data",
    [
        alto_page("Wort")[:-40],
        alto_page("Märkte").decode().encode("latin-1"),
        alto_page("Wort").replace(b"UTF-8", b"x-unknown"),
        alto_page("Wort").replace(b"Wort", b"W\x00rt"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "page.xml"
    path.write_bytes(data)
    assert refusal(path).startswith("is damaged as XML (")
    assert refusal(path).endswith("export it again")


def test_a_damaged_page_does_not_harm_the_others(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_bytes(alto_page("eins"))
    (tmp_path / "2.xml").write_bytes(alto_page("zwei")[:-40])
    (tmp_path / "10.xml").write_bytes(alto_page("zehn"))
    issue = read_issue(tmp_path)
    assert [texts(page) for page in issue.pages] == [["eins"], ["zehn"]]
    assert [failure.source for failure in issue.failures] == ["2.xml"]


@pytest.mark.parametrize("stump", [b"", b" \n", b"\xef\xbb\xbf<alto", b"<"])
def test_the_stump_of_a_file_is_no_empty_page(tmp_path: Path, stump: bytes) -> None:
    (tmp_path / "1.xml").write_bytes(alto_page("eins"))
    (tmp_path / "2.xml").write_bytes(stump)
    (tmp_path / "3.xml").write_text("Text, der so heisst", "utf-8")
    issue = read_issue(tmp_path)
    assert [texts(page) for page in issue.pages] == [["eins"], ["Text, der so heisst"]]
    assert issue.failures[0].message.endswith("2.xml: is empty or damaged as XML; export it again")


def test_an_endless_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.intake.ocr.alto.MOST_XML", 100)
    path = tmp_path / "page.xml"
    path.write_bytes(alto_page("Wort"))
    assert refusal(path).startswith("larger than")


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(SourceError, match="is damaged as XML"):
        parse_xml(b"<a>" * 5000 + b"</a>" * 5000, "deep.xml")


def test_an_empty_file_says_so() -> None:
    with pytest.raises(SourceError, match=r"a\.xml: is empty"):
        parse_xml(b" \n", "a.xml")


def test_an_attribute_is_found_in_any_namespace() -> None:
    root = parse_xml(b'<a xmlns:x="u" x:href="there" plain="here"/>', "a.xml")
    assert [attribute(root, name) for name in ("href", "plain", "none")] == ["there", "here", ""]
