"""Which blocks an export holds, what its manifests say, and what an export that breaks off leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.exchange.export_places import FolderTarget
from ledgershell.exchange.export_writer import ExportWriter
from ledgershell.ion import loads
from ledgershell.ion.values import Struct
from ledgershell.journal import export as layout
from tests.exports import blocks, everything, good, keys, made_ledger, manifest, objects, run

SCRIPT = ("CREATE TABLE P", *(f"INSERT INTO P {{'n': {n}}}" for n in range(6)))


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blocks 0 to 7; block n is written n seconds and 4 milliseconds after midnight."""
    return made_ledger(tmp_path_factory.mktemp("bank") / "bank.ledger", *SCRIPT)


def numbers(folder: Path) -> list[int]:
    return [block["blockAddress"]["sequenceNo"] for block in blocks(folder)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, range(8)),
        ("2024-01-01T00:00:03.004Z", None, range(3, 8)),
        ("2024-01-01T00:00:03.005Z", None, range(4, 8)),
        (None, "2024-01-01T00:00:03.004Z", range(3)),
        (None, "2024-01-01T00:00:03.0040001Z", range(4)),
        ("1999-01-01", None, range(8)),
        ("2024-01-01T00:00:05Z", "2024-01-01T00:00:05.001Z", range(0)),
        ("2024-01-01T02:00:05+02:00", "2024-01-01T02:00:07+02:00", range(5, 7)),
    ],
)
def test_the_start_is_included_and_the_end_is_not(
    bank: Path, tmp_path: Path, start: str | None, end: str | None, expected: range
) -> None:
    options = [*(("--from", start) if start else ()), *(("--until", end) if end else ())]
    good("export-journal", bank, tmp_path / "out", *options)
    assert numbers(tmp_path / "out") == list(expected)
    names = [layout.object_name(key) for key in keys(tmp_path / "out")]
    assert [(name.first, name.last) for name in names if name] == (
        [(expected[0], expected[-1])] if len(expected) else []
    )


def test_amazon_s_names_of_the_options_mean_the_same(bank: Path, tmp_path: Path) -> None:
    times = ("2024-01-01T00:00:02Z", "2024-01-01T00:00:04Z")
    options = ("--inclusive-start-time", times[0], "--exclusive-end-time", times[1])
    good("export-journal-to-s3", "--name", bank, tmp_path / "out", *options)
    assert numbers(tmp_path / "out") == [2, 3]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--until", "2999-01-01T00:00:00Z"), "LS-EXPORT-010"),
        (("--from", "2024-01-01T00:00:04Z", "--until", "2024-01-01T00:00:04Z"), "LS-EXPORT-010"),
        (("--until", "2023-01-01T00:00:00Z"), "LS-EXPORT-010"),
        (("--from", "yesterday"), "LS-CLI-002"),
        (("--from", "2024-02-31T00:00:00Z"), "LS-CLI-002"),
        (("--output-format", "XML"), "LS-CLI-002"),
        (("more", "than", "two"), "LS-CLI-002"),
    ],
)
def test_ranges_that_are_none(bank: Path, tmp_path: Path, options: tuple[str, ...], code: str) -> None:
    outcome = run("export-journal", bank, tmp_path / "out", *options)
    assert outcome.code != 0
    assert code in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", [None, "ION_TEXT", "ION_BINARY", "JSON"])
def test_manifests_have_amazon_s_shape_in_the_export_s_format(bank: Path, tmp_path: Path, form: str | None) -> None:
    out = tmp_path / "out"
    good("export-journal", bank, out, *(("--output-format", form) if form else ()))
    [started] = out.glob("*.started.manifest")
    told = loads(started.read_bytes())
    assert isinstance(told, Struct)
    assert told.keys() == (
        "ledgerName",
        "exportId",
        "inclusiveStartTime",
        "exclusiveEndTime",
        "bucket",
        "prefix",
        "objectEncryptionType",
        *(("outputFormat",) if form else ()),
    )
    assert started.name == f"{told['exportId']}.started.manifest"
    listed = loads(manifest(out).read_bytes())
    assert listed == Struct(
        [("keys", ["2024/01/01/00/7OlGpDXfHsidQfbRO30ucI.0-7." + ("json" if form == "JSON" else "ion")])]
    )
    assert manifest(out).name == f"{told['exportId']}.7OlGpDXfHsidQfbRO30ucI.completed.manifest"


def test_a_part_of_a_ledger_of_ours_is_imported_too(bank: Path, tmp_path: Path) -> None:
    good("export-journal", bank, tmp_path / "out", "--from", "2024-01-01T00:00:04Z")
    assert "4 blocks" in good("verify", tmp_path / "out")
    good("import-journal", tmp_path / "out", tmp_path / "part.ledger")
    assert good("-c", "SELECT p.n FROM P AS p", tmp_path / "part.ledger").splitlines() == [
        "{n: 2}",
        "{n: 3}",
        "{n: 4}",
        "{n: 5}",
    ]
    assert "NOT ANCHORED" in good("verify", tmp_path / "part.ledger")
    good("update-ledger", tmp_path / "part.ledger", "--writable")
    good("-c", "DELETE FROM P WHERE n = 2", tmp_path / "part.ledger")
    good("verify", tmp_path / "part.ledger")


def test_a_long_journal_is_cut_into_objects(bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hours, by size, by number; here by number, since the limits are large."""
    monkeypatch.setattr("ledgershell.exchange.export_writer.MOST_BLOCKS", 3)
    good("export-journal", bank, tmp_path / "out", "--output-format", "ION_BINARY")
    assert [path.name.split(".")[1] for path in objects(tmp_path / "out")] == ["0-2", "3-5", "6-7"]
    assert "8 blocks" in good("verify", tmp_path / "out")


# -- Broken off


class Stopped(Exception):
    """What ends an export in the middle."""


def broken_off(bank: Path, tmp_path: Path) -> Iterator[tuple[int, int, Struct]]:
    good("export-journal", bank, tmp_path / "whole")
    for block in blocks(tmp_path / "whole"):
        seq = block["blockAddress"]["sequenceNo"]
        if seq == 5:
            assert everything(tmp_path / "out"), "something was written before"
            raise Stopped
        yield seq, block["blockTimestamp"].milliseconds() + seq * 3_600_000, block


def test_an_export_that_breaks_off_takes_away_what_it_wrote(bank: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("kept")
    writer = ExportWriter(FolderTarget(tmp_path / "out"), "0" * 22, "bank", "7OlGpDXfHsidQfbRO30ucI")
    with pytest.raises(Stopped):
        writer.run(broken_off(bank, tmp_path), 0, 1, lambda _: None)
    assert everything(tmp_path / "out") == {"mine": b"kept"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_a_process_that_was_killed_leaves_an_export_that_is_not_complete(bank: Path, tmp_path: Path) -> None:
    """What is on disk at any moment before the end: all but the completed manifest, at most."""
    good("export-journal", bank, tmp_path / "out")
    manifest(tmp_path / "out").unlink()
    for arguments in (("verify", tmp_path / "out"), ("import-journal", tmp_path / "out", tmp_path / "new.ledger")):
        outcome = run(*arguments)
        assert outcome.code == 1
        assert "LS-EXPORT-002" in outcome.err
