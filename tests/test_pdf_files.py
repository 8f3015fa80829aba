"""PDF files as wholes: encrypted, damaged, long, and made to harm."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from fixtures.pdf import Sheet, Writer, pdf, text
from pipeline.errors import SourceError
from pipeline.intake import Wishes, read_issue
from pipeline.intake.issue_input import IssueInput
from pipeline.intake.pdf import device, document
from pipeline.intake.pdf.pages import Part, read_part
from pipeline.pool import Death


def sheets(count: int) -> list[Sheet]:
    words = (f"This is page {number}" for number in range(1, count + 1))
    return [Sheet(content=text((50, 200), ("Roman", 10), word)) for word in words]


def read(tmp_path: Path, data: bytes, jobs: int = 1) -> IssueInput:
    path = tmp_path / "issue.pdf"
    path.write_bytes(data)
    return read_issue(path, Wishes(jobs=jobs))


def refusal(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, data)
    return caught.value.message.rpartition("issue.pdf: ")[2]


def encrypted(user: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(*sheets(1)))))
    writer.encrypt(user_password=user, owner_password="owner", algorithm=algorithm)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_for_which_one_needs_a_password_is_refused(tmp_path: Path, algorithm: str) -> None:
    assert refusal(tmp_path, encrypted("user", algorithm)) == (
        "is encrypted; save a copy without a password, as with 'qpdf --decrypt'"
    )


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_only_its_owner_may_change_is_read(tmp_path: Path, algorithm: str) -> None:
    assert read(tmp_path, encrypted("", algorithm)).pages[0].text == "This is page 1\n"


def test_pages_come_in_their_order(tmp_path: Path) -> None:
    found = read(tmp_path, pdf(*sheets(3)))
    assert [page.id for page in found.pages] == ["p1", "p2", "p3"]
    assert [page.text for page in found.pages] == [f"This is page {n}\n" for n in (1, 2, 3)]
    assert [page.start for page in found.pages] == [0, 16, 32]


def damaged(data: bytes) -> bytes:
    """The same file, the dictionary of its second page torn."""
    place = data.index(b"/Type /Page /", data.index(b"This is page 2"))
    return data[:place] + b"/Type (x) 9 /" + data[place + 13 :]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (b"/Contents", b"/Cont(x) "),
        (b"/Font <<", b"/Font 17"),
        (b"/MediaBox [0 0 400 300]", b"/MediaBox [0 0 (a) (b)]"),
        (b"/MediaBox [0 0 400 300]", b"/MediaBox [0 0 [4] [3]]"),
        (b"/Type /Page /", b"/Type (x) 9 /"),
        (b"/Resources <<", b"/Resources 17"),
    ],
    ids=["contents", "fonts", "box", "torn box", "dictionary", "resources"],
)
def test_a_damaged_page_does_no_harm_to_the_others(
    tmp_path: Path, wrong: bytes, right: bytes
) -> None:
    data = pdf(*sheets(3))
    head, middle, tail = data.partition(b"This is page 2)")
    assert len(wrong) == len(right)
    found = read(tmp_path, head + middle + tail.replace(wrong, right, 1))
    assert found.pages[0].text == "This is page 1\n"
    assert found.pages[-1].text == "This is page 3\n"
    assert len(found.pages) + len(found.failures) == 3


def test_a_page_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, damaged(pdf(*sheets(3))))
    (failure,) = found.failures
    assert failure.source == "issue.pdf, page 2"
    assert "issue.pdf: page 2 is damaged" in failure.message


def test_a_page_that_cannot_be_found_is_missed(tmp_path: Path) -> None:
    data = pdf(*sheets(3))
    broken = data.replace(b"/Type /Page /", b"/Type /Paper /", 1)
    found = read(tmp_path, broken)
    assert [page.text for page in found.pages] == ["This is page 2\n", "This is page 3\n"]
    (failure,) = found.failures
    assert "of 3 pages only 2 can be found; mend the file" in failure.message


def test_a_branch_of_the_page_tree_that_is_missing_is_missed(tmp_path: Path) -> None:
    data = pdf(*sheets(3))
    start = data.index(b"/Kids [") + 7
    first = data[start : data.index(b"R", start) + 1]
    end = data.index(b"]", start)
    kids = (first + b" (a)").ljust(end - start)
    found = read(tmp_path, data[:start] + kids + data[end:])
    assert [page.text for page in found.pages] == ["This is page 1\n"]
    assert [failure.message.partition("issue.pdf: ")[2] for failure in found.failures] == [
        "page 2 is damaged ('there is no such object')",
        "of 3 pages only 2 can be found; mend the file, as with 'qpdf IN OUT', or export it again",
    ]


def test_a_page_tree_in_a_circle_ends(tmp_path: Path) -> None:
    data = pdf(*sheets(2))
    start = data.index(b"/Kids [") + 7
    end = data.index(b"]", start)
    tree = data[: data.index(b"obj\n<< /Type /Pages")].rsplit(b"\n", 1)[1].split()[0]
    kids = (tree + b" 0 R").ljust(end - start)
    assert len(read(tmp_path, data[:start] + kids + data[end:]).pages) == 2


@pytest.mark.parametrize("keep", [9, 300, 3000])
def test_a_file_that_breaks_off_is_read_or_refused(tmp_path: Path, keep: int) -> None:
    data = pdf(*sheets(3))[:keep]
    message = refusal(tmp_path, data)
    assert "is damaged as a PDF file" in message or "holds no page" in message


def test_a_file_without_its_table_is_read(tmp_path: Path) -> None:
    data = pdf(*sheets(2))
    data = data[: data.index(b"xref\n")] + data[data.index(b"trailer") :]
    assert len(read(tmp_path, data).pages) == 2


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, pdf()) == "holds no page; check the file in a PDF viewer"


def test_a_file_of_which_the_pages_are_no_tree_is_refused(tmp_path: Path) -> None:
    writer = Writer()
    tree = writer.add("<< /Type /Pages /Kids [(a)] /Count 1 >>")
    data = writer.bytes(writer.add(f"<< /Type /Catalog /Pages {tree} >>"))
    assert "page 1 is damaged" in refusal_of_page(tmp_path, data)


def test_a_page_tree_as_deep_as_a_well_is_refused(tmp_path: Path) -> None:
    writer = Writer()
    root = tree = writer.add("")
    for _ in range(2000):
        below = writer.add("")
        writer.change(tree, f"<< /Type /Pages /Kids [{below}] /Count 1 >>")
        tree = below
    writer.change(tree, "<< /Type /Page >>")
    data = writer.bytes(writer.add(f"<< /Type /Catalog /Pages {root} >>"))
    assert "page 1 is damaged" in refusal_of_page(tmp_path, data)


def test_a_file_in_which_no_page_can_be_found_is_refused(tmp_path: Path) -> None:
    data = damaged(pdf(*sheets(2))).replace(b"/Catalog /Pages", b"/Catalog /Sheets")
    assert "is damaged as a PDF file" in refusal(tmp_path, data)


def test_a_file_whose_page_tree_is_torn_is_refused(tmp_path: Path) -> None:
    data = pdf(*sheets(2)).replace(b"/Type /Pages", b"/Type (x) 12")
    assert "page 1 is damaged" in refusal_of_page(tmp_path, data)


def test_a_file_without_a_page_tree_is_searched_for_pages(tmp_path: Path) -> None:
    data = pdf(*sheets(2)).replace(b"/Catalog /Pages", b"/Catalog /Sheets")
    assert [page.text for page in read(tmp_path, data).pages] == [
        "This is page 1\n",
        "This is page 2\n",
    ]


def test_a_file_whose_count_is_unreadable_is_read(tmp_path: Path) -> None:
    data = pdf(*sheets(2)).replace(b"/Count 2", b"/Count /")
    found = read(tmp_path, data)
    assert (len(found.pages), found.failures) == (2, ())


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "the file is empty" in refusal(tmp_path, b"")


def test_a_closed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_part(Part(path=tmp_path / "none.pdf", name="none.pdf", first=0, end=2))
    assert [page.fault[:11] for page in found] == ["is damaged "] * 2


FORM = "/Subtype /Form /BBox [0 0 400 300] /Resources << /XObject << {} >> >>"


def bomb(depth: int, wide: int) -> bytes:
    """A page that draws a form, which draws a form ``wide`` times, ``depth`` times over."""
    writer = Writer()
    inner = writer.stream(b"0 0 m 9 9 l S", FORM.format(""))
    for _ in range(depth):
        inner = writer.stream(b"/F Do " * wide, FORM.format(f"/F {inner}"))
    content = writer.stream(b"/F Do")
    tree = writer.add("")
    page = writer.add(
        f"<< /Type /Page /Parent {tree} /MediaBox [0 0 400 300] /Contents {content} "
        f"/Resources << /XObject << /F {inner} >> >> >>"
    )
    writer.change(tree, f"<< /Type /Pages /Kids [{page}] /Count 1 >>")
    return writer.bytes(writer.add(f"<< /Type /Catalog /Pages {tree} >>"))


def test_forms_that_draw_forms_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MOST_FORMS", 500)
    assert "page 1 draws more than 500 forms" in refusal_of_page(tmp_path, bomb(20, 10))


def test_a_page_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MOST_OBJECTS", 500)
    assert "page 1 draws more than 500 characters" in refusal_of_page(tmp_path, bomb(3, 10))


def refusal_of_page(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, data)
    return caught.value.message


def test_a_form_that_draws_itself_is_drawn_once(tmp_path: Path) -> None:
    form = "/Subtype /Form /BBox [0 0 400 300]"
    inner = (text((50, 200), ("Roman", 10), "once") + "/F Do").encode()
    sheet = Sheet(content="/F Do", objects={"F": (form, inner)})
    assert read(tmp_path, pdf(sheet)).pages[0].text == "once\n"


def test_forms_may_be_nested_as_deep_as_one_likes(tmp_path: Path) -> None:
    assert "page 1 is damaged" in refusal_of_page(tmp_path, bomb(3000, 1))


@pytest.mark.parametrize("count", [17, 40])
def test_several_processes_read_the_same(tmp_path: Path, count: int) -> None:
    data = damaged(pdf(*sheets(count)))
    found = read(tmp_path, data)
    assert len(found.failures) == 1
    assert read(tmp_path, data, jobs=2) == found


def test_a_process_that_dies_fails_its_pages_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dying:
        def __init__(self, *_: object, **__: object) -> None: ...

        def answers(self, parts: list[Part]) -> object:
            for part in reversed(parts):
                yield part, Death(code=-9) if part.first == 8 else read_part(part)

        def __class_getitem__(cls, _: object) -> type[Dying]:
            return cls

    monkeypatch.setattr(document, "Pool", Dying)
    found = read(tmp_path, pdf(*sheets(20)), jobs=2)
    assert [page.text for page in found.pages] == [
        f"This is page {number}\n" for number in range(1, 21) if not 9 <= number <= 16
    ]
    assert len(found.failures) == 8
    assert "page 9 could not be read: the worker was killed" in found.failures[0].message
