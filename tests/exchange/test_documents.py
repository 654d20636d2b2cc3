"""Choosing a format, and writing files whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledgershell.errors import EvaluationError, FileError
from ledgershell.exchange.documents import INPUT_FORMATS, ReadOptions, input_format, read_documents
from ledgershell.exchange.output_file import output_file


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "n,s\n1,x\n"),
        ("a.TSV", "n\ts\n1\tx\n"),
        ("a.json", '[{"n": 1, "s": "x"}]'),
        ("a.jsonl", '{"n": 1, "s": "x"}\n'),
        ("a.ion", '{n: 1, s: "x"}'),
    ],
)
def test_the_ending_tells_the_format(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert [document.items() for document in read_documents(path)] == [(("n", 1), ("s", "x"))]


def test_a_name_is_stronger_than_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text("n;s\n1;x\n")
    (document,) = read_documents(path, "csv", ReadOptions(delimiter=";", columns=("a", "b")))
    assert document.items() == (("a", 1), ("b", "x"))


def test_unknown_formats_and_endings() -> None:
    with pytest.raises(FileError, match="no input format"):
        input_format("a.csv", "xml")
    with pytest.raises(FileError, match="does not tell its format"):
        input_format("a.xml")
    assert all(entry.name == name and entry.summary for name, entry in INPUT_FORMATS.items())


class TestOutputFile:
    def test_it_appears_at_the_end_for_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "out.csv"
        with output_file(path) as stream:
            stream.write("a\r\nb\n\ud800")
            assert not path.exists()
        assert path.read_bytes() == b"a\r\nb\n\\ud800"
        assert path.stat().st_mode & 0o777 == 0o600
        assert os.listdir(tmp_path) == ["out.csv"]

    def test_a_run_that_breaks_off_leaves_what_was_there(self, tmp_path: Path) -> None:
        path = tmp_path / "out"
        path.write_text("before")

        def broken_off() -> None:
            with output_file(path, binary=True, replace=True) as stream:
                stream.write(b"half")
                raise EvaluationError("LS-EVAL-001", "stop")

        with pytest.raises(EvaluationError):
            broken_off()
        assert path.read_text() == "before"
        assert os.listdir(tmp_path) == ["out"]

    def test_it_replaces_only_when_told(self, tmp_path: Path) -> None:
        path = tmp_path / "out"
        path.write_text("before")
        with pytest.raises(FileError, match="exists already"), output_file(path):
            pass
        with output_file(path, replace=True) as stream:
            stream.write("after")
        assert path.read_text() == "after"

    def test_a_file_that_comes_meanwhile_is_not_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "out"

        def overtaken() -> None:
            with output_file(path) as stream:
                stream.write("ours")
                path.write_text("theirs")

        with pytest.raises(FileError):
            overtaken()
        assert os.listdir(tmp_path) == ["out"]
        assert path.read_text() == "theirs"

    def test_links_folders_and_devices_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "real").write_text("x")
        (tmp_path / "link").symlink_to(tmp_path / "real")
        (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
        for path in (tmp_path / "link", tmp_path / "dangling", tmp_path, Path("/dev/null")):
            with pytest.raises(FileError, match="not a regular file"), output_file(path, replace=True):
                pass

    @pytest.mark.parametrize("path", ["/nonexistent/folder/x", "a\0b", "/proc/x"])
    def test_places_that_cannot_be_written(self, path: str) -> None:
        with pytest.raises(FileError) as caught, output_file(path):
            pass
        assert caught.value.code == "LS-FILE-010"
