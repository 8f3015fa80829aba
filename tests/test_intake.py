from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.intake import MOST_BYTES, Skipped, read_issue
from pipeline.intake.discovery import natural_key
from pipeline.intake.text import pages_of_text
from pipeline.language.text import is_blank
from pipeline.model import Line, Source

SOURCE = Source(id="s1", href="1.txt", media="text/plain", encoding="utf-8", sha256="")


def lines_of(text: str) -> list[tuple[int, int, str]]:
    """Number, start and text of all lines of the text's only page."""
    (page,) = pages_of_text(text, SOURCE, first=1)
    return [(line.number, line.start, line.text) for line in page.lines]


def make(folder: Path, **files: str | bytes) -> Path:
    """Write files, the last underscore of a name standing for the dot."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(data)
    return folder


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    step = 2 + len(end)
    expected = [(1, 0, "甲乙"), (2, step, ""), (3, step + len(end), "丙丁")]
    assert lines_of(f"甲乙{end}{end}丙丁{end}") == expected


def test_blanks_tabs_and_invisible_characters_stay_in_the_line() -> None:
    text = "\u3000\u3000甲\t乙 \u200b丙\ue001丁\u00a0 "
    assert lines_of(text) == [(1, 0, text)]


def test_form_feeds_part_pages_and_lines_keep_their_numbers() -> None:
    one, two, three = pages_of_text("甲\n乙\n\f丙\n\f\f", SOURCE, first=4)
    assert [page.id for page in (one, two, three)] == ["p4", "p5", "p6"]
    assert [page.position for page in (one, two, three)] == [4, 5, 6]
    assert (two.start, two.text) == (5, "丙\n")
    assert two.lines == (Line(number=3, start=5, text="丙"),)
    assert (three.text, three.lines) == ("", ())


@pytest.mark.parametrize("tail", ["\f", "\f\n", "\f \n\u200b"])
def test_a_form_feed_at_the_end_makes_no_page(tail: str) -> None:
    assert len(pages_of_text("甲\n" + tail, SOURCE, first=1)) == 1


def test_a_page_of_white_space_is_kept_and_has_no_lines() -> None:
    blank, page = pages_of_text(" \n\u200b\n\f甲", SOURCE, first=1)
    assert (blank.lines, blank.text) == ((), " \n\u200b\n")
    assert page.lines[0].number == 3


TEXT = st.text(
    st.one_of(
        st.sampled_from("甲乙丙丁，。 \u3000\t\n\r\f\v\x85\u2028\u200b\ue000\x00"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@given(text=TEXT)
def test_lines_are_cuts_of_the_text_and_hold_all_its_ink(text: str) -> None:
    pages = pages_of_text(text, SOURCE, first=1)
    seen = 0
    for page in pages:
        assert text[page.start : page.start + len(page.text)] == page.text
        for line in page.lines:
            assert text[line.start : line.end] == line.text
            assert line.start >= seen
            seen = line.end
    inked = "".join(char for char in text if not is_blank(char))
    held = (char for page in pages for line in page.lines for char in line.text)
    assert "".join(char for char in held if not is_blank(char)) == inked


def test_a_file_is_an_issue_with_its_stem_as_name(tmp_path: Path) -> None:
    data = "\ufeff临江日报\r\n第二行".encode()
    path = tmp_path / "2024-03-05.txt"
    path.write_bytes(data)
    issue = read_issue(path)
    (source,) = issue.sources
    assert issue.name == "2024-03-05"
    assert (source.id, source.href, source.media) == ("s1", "2024-03-05.txt", "text/plain")
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert [(line.start, line.text) for line in issue.pages[0].lines] == [
        (0, "临江日报"),
        (6, "第二行"),
    ]


def test_a_folder_is_read_in_natural_order(tmp_path: Path) -> None:
    make(tmp_path, p10_txt="十", p2_txt="二\f三", P1_txt="一")
    issue = read_issue(tmp_path)
    assert [source.href for source in issue.sources] == ["P1.txt", "p2.txt", "p10.txt"]
    assert [source.id for source in issue.sources] == ["s1", "s2", "s3"]
    assert [(page.id, page.text) for page in issue.pages] == [
        ("p1", "一"),
        ("p2", "二"),
        ("p3", "三"),
        ("p4", "十"),
    ]
    assert issue.name == tmp_path.name


def test_a_folder_name_keeps_what_stands_behind_a_dot(tmp_path: Path) -> None:
    folder = tmp_path / "2024.03.05"
    folder.mkdir()
    assert read_issue(make(folder, a_txt="甲")).name == "2024.03.05"


def test_what_is_no_page_is_passed_over_with_a_reason(tmp_path: Path) -> None:
    make(tmp_path, a_txt="甲", issue_xml="x", run_json="x", review_html="x", notes_toml="x")
    make(tmp_path, README_txt="x", _hidden="x")
    (tmp_path / "inner").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    issue = read_issue(tmp_path)
    assert issue.failures == ()
    assert issue.skipped == (
        Skipped(source=".hidden", reason="a hidden file"),
        Skipped(source="inner", reason="a folder"),
        Skipped(source="issue.xml", reason="a result of an earlier run"),
        Skipped(source="loop", reason="a folder"),
        Skipped(source="notes.toml", reason="a side file, no page"),
        Skipped(source="pipe.txt", reason="no regular file"),
        Skipped(source="README.txt", reason="a side file, no page"),
        Skipped(source="review.html", reason="a result of an earlier run"),
        Skipped(source="run.json", reason="a result of an earlier run"),
    )


def test_a_side_file_that_is_asked_for_is_read(tmp_path: Path) -> None:
    make(tmp_path, README_md="words of a page")
    assert read_issue(tmp_path / "README.md").pages[0].text == "words of a page"


def test_a_bad_file_does_not_harm_the_others(tmp_path: Path) -> None:
    make(tmp_path, p1_txt="甲", p2_txt=b"%PDF-1.4\n", p3_txt=b"\x00\x01\x02" * 99, p4_txt="丁")
    (tmp_path / "p5.txt").symlink_to("p5.txt")
    (tmp_path / "p6.txt").symlink_to("nowhere")
    issue = read_issue(tmp_path)
    assert [page.id for page in issue.pages] == ["p1", "p2"]
    assert [source.href for source in issue.sources] == ["p1.txt", "p4.txt"]
    messages = {failure.source: failure.message for failure in issue.failures}
    assert list(messages) == ["p5.txt", "p6.txt", "p2.txt", "p3.txt"]
    assert "is damaged as a PDF file" in messages["p2.txt"]
    assert "mend it" in messages["p2.txt"]
    assert "not a text" in messages["p3.txt"]
    assert "no such file" in messages["p6.txt"]


def test_an_empty_page_among_others_is_kept(tmp_path: Path) -> None:
    make(tmp_path, p1_txt="", p2_txt="乙")
    assert [len(page.lines) for page in read_issue(tmp_path).pages] == [0, 1]


def test_warnings_of_the_encoding_reach_the_source(tmp_path: Path) -> None:
    make(tmp_path, p1_txt="本报讯\n".encode() + b"\xe4\n")
    (source,) = read_issue(tmp_path).sources
    assert source.warnings == ("byte 10: e4 is half a character; read as U+FFFD",)


def refusal(source: Path) -> str:
    """The message with which a source is refused, its own path left out."""
    with pytest.raises(SourceError) as caught:
        read_issue(source)
    assert caught.value.exit_code == 3
    assert str(source) in caught.value.message
    return caught.value.message.removeprefix(f"{source}: ")


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == "no such file or folder; check the path"


def test_a_device_is_refused() -> None:
    assert refusal(Path(os.devnull)).startswith("neither a file nor a folder")


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert refusal(tmp_path / "loop").startswith("cannot be read (Too many levels")


@pytest.mark.parametrize("content", ["", "\n \u3000\n", "\f\f", "\ufeff"])
def test_a_file_without_ink_is_refused(tmp_path: Path, content: str) -> None:
    make(tmp_path, p_txt=content)
    assert refusal(tmp_path / "p.txt").startswith("the file is empty or holds only white space")
    assert refusal(tmp_path).startswith("all page files are empty")


def test_a_folder_without_pages_says_what_is_there(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith("the folder is empty")
    make(tmp_path, run_json="{}")
    assert "passed over: run.json (a result of an earlier run)" in refusal(tmp_path)
    (tmp_path / "issue").mkdir()
    assert "no page files, but 1 folder; give one of them" in refusal(tmp_path)
    (tmp_path / "p1.txt").symlink_to("nowhere")
    assert "p1.txt: no such file" in refusal(tmp_path)


def test_a_folder_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    make(tmp_path, a_pdf=b"%PDF-1.4", b_png=b"\x89PNG\r\n\x1a\n")
    message = refusal(tmp_path)
    assert "a.pdf: is damaged as a PDF file" in message
    assert message.endswith("(1 more file failed)")


def test_an_image_is_refused_with_a_remedy(tmp_path: Path) -> None:
    make(tmp_path, page_txt=b"GIF89a\1\0\1\0")
    assert refusal(tmp_path / "page.txt") == (
        "is an image, which this version does not read; save it as PNG, JPEG, TIFF or JPEG 2000 "
        "first"
    )


def test_an_image_that_breaks_off_is_refused(tmp_path: Path) -> None:
    make(tmp_path, page_txt=b"\x89PNG\r\n\x1a\n")
    assert refusal(tmp_path / "page.txt") == (
        "is damaged as an image (it breaks off at its beginning); export or scan it again"
    )


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    with path.open("wb") as stream:
        stream.write("本报讯".encode())
        stream.truncate(MOST_BYTES + 1)
    assert refusal(path).startswith("larger than 64 MB")


@pytest.mark.parametrize("method", ["open", "iterdir", "stat"])
def test_what_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    make(tmp_path, p_txt="甲")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    source = tmp_path if method == "iterdir" else tmp_path / "p.txt"
    with monkeypatch.context() as patch:
        patch.setattr(Path, method, closed)
        with pytest.raises(SourceError, match="ermission"):
            read_issue(source)


def test_natural_order_counts_numbers() -> None:
    names = ["版10", "版9", "A2", "a10", "a1", "1", "01b"]
    assert sorted(names, key=natural_key) == ["1", "01b", "a1", "A2", "a10", "版9", "版10"]


@given(names=st.lists(st.text(max_size=8)))
def test_natural_order_takes_any_name(names: list[str]) -> None:
    assert len(sorted(names, key=natural_key)) == len(names)
