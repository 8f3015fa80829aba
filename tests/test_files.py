from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.files import digest, file_digest, prepare_folder, write_whole


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "issue.xml"
    write_whole(target, b"<issue/>")
    assert target.read_bytes() == b"<issue/>"
    assert [entry.name for entry in target.parent.iterdir()] == ["issue.xml"]


def test_a_file_has_the_rights_that_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "issue.xml", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "issue.xml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_error_on_the_way_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "issue.xml"
    target.write_bytes(b"old")
    monkeypatch.setattr(*(("os.fsync", fail) if step == "fsync" else (Path, "replace", fail)))
    with pytest.raises(OutputError, match=r"issue\.xml: cannot be written: No space left"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["issue.xml"]


def test_an_interruption_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "issue.xml", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_file_s_place_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "issue.xml").mkdir()
    with pytest.raises(OutputError, match="choose another --output"):
        write_whole(tmp_path / "issue.xml", b"new")


def test_a_file_in_the_folder_s_place_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"")
    with pytest.raises(OutputError, match="output: cannot be written"):
        prepare_folder(tmp_path / "output")


def test_a_prepared_folder_is_there_and_empty(tmp_path: Path) -> None:
    prepare_folder(tmp_path / "a" / "output")
    assert list((tmp_path / "a" / "output").iterdir()) == []


def test_digests_are_those_of_the_bytes(tmp_path: Path) -> None:
    data = "临江日报".encode() * 200_000  # more than one chunk
    (tmp_path / "a.txt").write_bytes(data)
    assert file_digest(tmp_path / "a.txt") == digest(data) == hashlib.sha256(data).hexdigest()
