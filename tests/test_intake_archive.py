from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from sample_ocr import alto_page, mets, physical, texts

from pipeline.errors import SourceError
from pipeline.intake import IssueInput, read_issue
from pipeline.record import input_digest


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def pages(issue: IssueInput) -> list[str]:
    return [" ".join(texts(page)) for page in issue.pages]


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_issue(path)
    assert caught.value.message.startswith(str(path))
    return caught.value.message.removeprefix(str(path))


def test_an_archive_of_pages_is_an_issue(tmp_path: Path) -> None:
    members = {
        "1858-12-07/alto/10.xml": alto_page("zehn"),
        "1858-12-07/alto/2.xml": alto_page("zwei"),
        "__MACOSX/1858-12-07/._x": b"x",
    }
    issue = read_issue(packed(tmp_path / "day.zip", members))
    assert (issue.name, pages(issue)) == ("day", ["zwei", "zehn"])
    assert [(source.id, source.href) for source in issue.sources] == [
        ("s1", "day.zip"),
        ("s2", "2.xml"),
        ("s3", "10.xml"),
    ]
    assert issue.sources[0].media == "application/zip"


def test_an_archive_of_a_package_is_an_issue(tmp_path: Path) -> None:
    files = {"Fulltext": [("a1", "alto/1.xml"), ("a2", "alto/2.xml")]}
    members = {
        "day/": b"",
        "day/mets.xml": mets(files, physical("a2", "a1")),
        "day\\alto\\1.xml": alto_page("eins"),
        "day/alto/2.xml": alto_page("zwei")[:-30],
    }
    path = packed(tmp_path / "day.zip", members)
    issue = read_issue(path)
    assert pages(issue) == ["eins"]
    # What is said names the archive, and not the folder that was there for a moment.
    assert issue.failures[0].message.startswith(f"{path}/alto/2.xml: is damaged as XML")


def test_the_folder_goes_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    read_issue(packed(tmp_path / "day.zip", {"1.xml": alto_page("eins")}))
    assert "no page files" in refusal(packed(tmp_path / "none.zip", {"run.json": b"{}"}))
    assert "is empty" in refusal(packed(tmp_path / "empty.zip", {}))
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("name", ["../1.xml", "a/../../1.xml", "/1.xml", "C:\\1.xml", "..\\1.xml"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "day.zip", {name: alto_page("eins")})
    assert "which leads out of the folder, and is refused" in refusal(path)
    assert not (tmp_path / "1.xml").exists()


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("1.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "holds a symbolic link, '1.xml', and is refused" in refusal(tmp_path / "day.zip")


def test_what_grows_out_of_all_proportion_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "day.zip", {"1.xml": b"\0" * 8_000_000})
    assert ": '1.xml' grows beyond what an issue can have" in refusal(path)


def test_what_is_too_large_or_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "day.zip", {"1.xml": alto_page("eins"), "2.xml": alto_page("zwei")})
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.intake.archive.MOST_UNPACKED", 700)
        assert ": '2.xml' grows beyond" in refusal(path)
    monkeypatch.setattr("pipeline.intake.archive.MOST_MEMBERS", 1)
    assert "holds 2 files, more than an issue has" in refusal(path)


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "day.zip", {"1.xml": alto_page("eins")})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flags in the directory
    path.write_bytes(data)
    assert refusal(path) == ": is encrypted; pack it again without a password"


@pytest.mark.parametrize(("begin", "end"), [(60, 61), (-30, None)])
def test_a_damaged_archive_is_refused(tmp_path: Path, begin: int, end: int | None) -> None:
    path = packed(tmp_path / "day.zip", {"1.xml": alto_page("eins")})
    data = bytearray(path.read_bytes())
    del data[begin:end]
    path.write_bytes(data)
    assert refusal(path).startswith(": is damaged as a ZIP archive (")


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype"])
def test_office_documents_are_no_issues(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "page.docx", {name: b"x"})
    assert "is an office document or an e-book" in refusal(path)


def test_an_archive_among_pages_is_no_page(tmp_path: Path) -> None:
    packed(tmp_path / "day.zip", {"1.xml": alto_page("eins")})
    (tmp_path / "1.xml").write_bytes(alto_page("eins"))
    issue = read_issue(tmp_path)
    assert pages(issue) == ["eins"]
    assert issue.failures[0].message.endswith(
        "give a ZIP archive by itself, as it holds a whole issue"
    )


def test_the_digest_knows_all_that_an_issue_rests_on(tmp_path: Path) -> None:
    path = packed(tmp_path / "day.zip", {"1.xml": alto_page("eins")})
    first = input_digest(path)
    assert input_digest(path) == first
    packed(path, {"1.xml": alto_page("zwei")})
    assert input_digest(path) != first

    folder = tmp_path / "issue"
    (folder / "alto").mkdir(parents=True)
    files = {"x": [("a", "alto/1.xml"), ("b", "../2.xml"), ("c", "gone.xml")]}
    (folder / "mets.xml").write_bytes(mets(files, physical("a b c")))
    (folder / "alto" / "1.xml").write_bytes(alto_page("eins"))
    for source in (folder, folder / "mets.xml"):
        digests = [input_digest(source)]
        (folder / "alto" / "1.xml").write_bytes(alto_page(f"neu in {source.name}"))
        digests.append(input_digest(source))
        (folder / "mets.xml").write_bytes(mets(files, physical("a b c", source.name)))
        digests.append(input_digest(source))
        assert len(set(digests)) == 3

    (folder / "mets.xml").write_bytes(b"<mets")
    (folder / "broken.xml").write_bytes(b"<?xml version='1.0'?><mets><x></mets>")
    assert input_digest(folder)  # that it is damaged is for reading to tell
