"""Exports that are damaged, incomplete or made to do harm: refused with file and byte, and nothing comes of them."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ledgershell.ion.streams import dumps
from ledgershell.ion.values import Struct
from tests.exports import Outcome, everything, good, keys, made_ledger, manifest, objects, run

SCRIPT = ("CREATE TABLE P", "INSERT INTO P {'name': 'Ann', 'n': 1}", "INSERT INTO P {'name': 'Bob'}", "DELETE FROM P")
FORMS = ("ION_TEXT", "ION_BINARY")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One export in each form, each of three objects."""
    folder = tmp_path_factory.mktemp("originals")
    ledger = made_ledger(folder / "bank.ledger", *SCRIPT)
    for form in FORMS:
        good("export-journal", ledger, folder / form, "--output-format", form)
    good("get-digest", ledger, "--save", folder / "kept.digest")
    return folder


@pytest.fixture
def export(originals: Path, tmp_path: Path) -> Path:
    """A copy in Ion text, to do harm to."""
    return copied(originals, tmp_path, "ION_TEXT")


def copied(originals: Path, folder: Path, form: str) -> Path:
    shutil.copytree(originals / form, folder / "export")
    return folder / "export"


def rewrite(folder: Path, listed: list[str]) -> None:
    """A completed manifest with other keys."""
    manifest(folder).write_text(str(dumps(Struct([("keys", listed)]), binary=False)))


def refused(export: Path, *words: str) -> tuple[Outcome, Outcome]:
    """Importing and verifying both fail in order, say the words, and leave nothing behind."""
    folder = export.parent
    before = everything(folder)
    imported, verified = run("import-journal", export, folder / "new.ledger"), run("verify", export)
    for outcome in (imported, verified):
        assert outcome.code in (1, 4), outcome
        for word in words:
            assert word in outcome.err + outcome.out, outcome
        assert "Error at" not in outcome.err, outcome
    assert everything(folder) == before
    return imported, verified


# -- What objects hold


@pytest.mark.parametrize("form", FORMS)
def test_an_object_that_ends_early(originals: Path, tmp_path: Path, form: str) -> None:
    export = copied(originals, tmp_path, form)
    [path] = objects(export)
    data = path.read_bytes()
    for length in [*range(0, len(data), max(len(data) // 25, 1)), len(data) - 1]:
        path.write_bytes(data[:length])
        if form == "ION_TEXT" and length == len(data) - 1:
            continue  # the line feed at the end
        refused(export, path.name, "byte")


@pytest.mark.parametrize("form", FORMS)
def test_each_changed_byte_is_found_or_changes_nothing(originals: Path, tmp_path: Path, form: str) -> None:
    export = copied(originals, tmp_path, form)
    [path] = objects(export)
    data = path.read_bytes()
    good_digest = good("verify", export).splitlines()[-1]
    for at in range(7, len(data), 97):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        outcome = run("verify", export)
        if outcome.code == 0:
            assert outcome.out.splitlines()[-1] == good_digest, f"byte {at}"
        else:
            assert outcome.code == 4, outcome
            assert path.name in outcome.out


def lines_of(export: Path) -> tuple[Path, list[str]]:
    [path] = objects(export)
    return path, path.read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: lines[:-1],
        lambda lines: lines[:1] + lines[2:],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: lines[::-1],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: lines[:0],
        lambda lines: ["\n"] * (len(lines) > 0),
        lambda lines: [lines[0], "5\n", *lines[1:]],
        lambda lines: [lines[0], "a::" + lines[1], *lines[2:]],
        lambda lines: [lines[0], "{a: 1}\n", *lines[2:]],
        lambda lines: ["[\n", *lines, "]\n"],
        lambda lines: ['$ion_symbol_table::{symbols: ["blockHash"]}\n', *lines],
    ],
)
def test_blocks_that_are_missing_doubled_exchanged_or_none(
    export: Path, change: Callable[[list[str]], list[str]]
) -> None:
    path, lines = lines_of(export)
    path.write_text("".join(change(lines)))
    refused(export, path.name, "byte")


def test_every_fault_is_told_with_its_file_and_byte(export: Path) -> None:
    path, lines = lines_of(export)
    changed = [lines[0], lines[1], lines[2].replace("Ann", "Eve"), lines[3].replace("Bob", "Rob"), lines[4]]
    path.write_text("".join(changed))
    outcome = run("verify", export)
    assert outcome.code == 4
    for seq in (2, 3):
        place = sum(len(line.encode()) for line in lines[:seq])
        assert f"block {seq}: revisions[0] hash" in outcome.out
        assert f"{path.name}, byte {place})" in outcome.out
    assert "FAILED: 6 faults" in outcome.out, "in each: the revision, the root over revisions, the statement's text"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b'{"blockAddress": {"strandId": "x"',
        b"{" * 100_000,
        b"{a:" * 100_000 + b"1" + b"}" * 100_000,
        b'{a: "' + b"x" * 300_000,
        b"{a: {{" + b"A" * 300_000,
        b"/*" + b" " * 300_000,
        b"{a: 1, // no end",
        b"\xff\xfe{\0a\0",
        b'{a: "\xff"}',
        b"PK\x03\x04",
        b"SQLite format 3\0",
    ],
)
def test_what_is_no_ion(export: Path, content: bytes) -> None:
    [path] = objects(export)
    path.write_bytes(content)
    refused(export, path.name, "byte 0")


def test_gzip_is_named_and_never_unpacked(export: Path) -> None:
    [path] = objects(export)
    path.write_bytes(gzip.compress(bytes(10_000_000)))
    refused(export, path.name, "gzip")


MARKER = b"\xe0\x01\x00\xea"


@pytest.mark.parametrize(
    "content",
    [
        MARKER + b"\xde\x7f\x7f\x7f\x7f\x7f\x7f\x7f\xff",
        MARKER + b"\xde\x0f\x7f\x7f\x7f\xff" + b"\x00" * 100,
        MARKER + b"\xbe" + b"\x00" * 200 + b"\xff",
        MARKER + b"\xde\x84\x8a\xbe\x7f\xff",
        MARKER + b"\xee\x96\x81\x83\xde\x92\x86\xbe\x8f\x22\x7f\xff\xff\x22\x7f\xff\xff",
        MARKER + b"\xe7\x81\x83\xd4\x88\x23\xff\xff\xff",
        MARKER + b"\xf0",
        MARKER + b"\x21",
        MARKER + b"\x21\x01",
        MARKER + b"\xe0\x01\x01\xea",
        b"\xe0\x02\x00\xea",
        MARKER,
        MARKER + b"\xd4\x8a\x21\x01\x0f",
    ],
)
def test_binary_that_claims_what_is_not_there(export: Path, content: bytes) -> None:
    [path] = objects(export)
    path.write_bytes(content)
    refused(export, path.name, "byte")


def test_nothing_of_an_export_reaches_the_terminal_raw(export: Path) -> None:
    path, lines = lines_of(export)
    lines[2] = lines[2].replace("INSERT INTO", "INSERT \\x1b]52;c;AAAA\\x07 INTO").replace("Ann", "\\x1b[31m")
    path.write_text("".join(lines))
    for outcome in refused(export, path.name):
        assert "\x1b" not in outcome.out + outcome.err


# -- Which objects there are


def test_an_object_that_is_not_there(export: Path) -> None:
    [path] = objects(export)
    path.unlink()
    refused(export, path.name, "byte 0")


def test_the_file_s_name_and_what_it_holds_must_agree(export: Path) -> None:
    [path] = objects(export)
    [key] = keys(export)
    shorter = key.replace(".0-4.", ".0-3.")
    path.rename(export / shorter)
    rewrite(export, [shorter])
    refused(export, ".0-3.ion")


@pytest.mark.parametrize("doubled", [True, False])
def test_objects_in_another_order_or_twice(originals: Path, tmp_path: Path, doubled: bool) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    source = originals / "ION_TEXT"
    [key] = keys(source)
    lines = (source / key).read_text(encoding="utf-8").splitlines(keepends=True)
    first, second = key.replace(".0-4.", ".0-1."), key.replace(".0-4.", ".2-4.")
    (folder / key).parent.mkdir(parents=True)
    (folder / first).write_text("".join(lines[:2]))
    (folder / second).write_text("".join(lines[2:]))
    shutil.copy(manifest(source), folder)
    rewrite(folder, [first, second])
    good("verify", folder, "--digest", originals / "kept.digest")
    rewrite(folder, [first, first, second] if doubled else [second, first])
    refused(folder, ".ion, byte")
    rewrite(folder, [first])
    outcome = run("verify", folder, "--digest", originals / "kept.digest")
    assert outcome.code == 4
    assert "3 blocks missing at the end" in outcome.out


OUTSIDE = (
    "../outside/7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "/etc/passwd",
    "2024/../../outside/7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "2024//7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "./7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "C:/7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "..\\\\outside\\\\7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "a\\x00b/7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "a\\x1b[31m/7OlGpDXfHsidQfbRO30ucI.0-4.ion",
    "",
    "x" * 2000,
    "bank.ledger",
    "7OlGpDXfHsidQfbRO30ucI.4-0.ion",
    "7OlGpDXfHsidQfbRO30ucI.0-99999999999999999999.ion",
    "7OlGpDXfHsidQfbRO30ucI.0-4.pql",
    "KmA3ZZca7vAIiJAK9S5Iwl.0-4.ion",
)


@pytest.mark.parametrize("key", OUTSIDE)
def test_keys_that_lead_outside_or_to_no_object(export: Path, key: str) -> None:
    outside = export.parent / "outside"
    outside.mkdir()
    shutil.copy(objects(export)[0], outside)
    manifest(export).write_text(f'{{keys: ["{key}"]}}')
    for outcome in refused(export, "LS-EXPORT-003"):
        assert "\x1b" not in outcome.err


def test_a_prefix_does_not_lead_outside_either(export: Path) -> None:
    [key] = keys(export)
    [started] = export.glob("*.started.manifest")
    started.write_text(started.read_text().replace('prefix: ""', 'prefix: "2024/"'))
    rewrite(export, ["2024//etc/" + key.rpartition("/")[2]])
    refused(export, "LS-EXPORT-003")


def test_no_symbolic_link_is_followed(export: Path) -> None:
    [path] = objects(export)
    elsewhere = export.parent / "elsewhere"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)
    refused(export, "LS-EXPORT-003", "symbolic link")
    path.unlink()
    shutil.move(elsewhere, path)
    shutil.move(export / "2024", elsewhere)
    (export / "2024").symlink_to(elsewhere)
    refused(export, "LS-EXPORT-003", "symbolic link")


def test_only_regular_files_are_read(export: Path) -> None:
    [path] = objects(export)
    path.unlink()
    path.mkdir()
    refused(export, "not a regular file")
    path.rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        refused_fifo = run("verify", export)
        assert refused_fifo.code == 1
        assert "not a regular file" in refused_fifo.err
        assert run("import-journal", export, export.parent / "new.ledger").code == 1


# -- Manifests


@pytest.mark.parametrize(
    "content", ["", "5", "{", "{keys: 5}", "{keys: [5]}", "{}", "{keys: []} {}", "{keys: [], a: 1}"]
)
def test_a_completed_manifest_that_is_none(export: Path, content: str) -> None:
    manifest(export).write_text(content)
    refused(export, "LS-EXPORT-001", "completed.manifest")


def test_an_export_without_blocks_makes_no_ledger(export: Path) -> None:
    rewrite(export, [])
    outcome = run("import-journal", export, export.parent / "new.ledger")
    assert outcome.code == 1
    assert "no block" in outcome.err


def test_an_export_that_was_broken_off_is_not_taken_for_a_whole_one(export: Path) -> None:
    manifest(export).unlink()
    refused(export, "LS-EXPORT-002", "started and is not complete")
    [started] = export.glob("*.started.manifest")
    started.unlink()
    refused(export, "LS-EXPORT-001", "is no export")


def test_several_exports_or_strands_in_a_folder(export: Path) -> None:
    path = manifest(export)
    export_id, strand_id = path.name.split(".")[:2]
    shutil.copy(path, export / f"another.{strand_id}.completed.manifest")
    refused(export, "LS-EXPORT-001", "holds 2 exports")
    good("verify", path)
    (export / f"another.{strand_id}.completed.manifest").rename(export / f"{export_id}.other.completed.manifest")
    refused(export, "LS-EXPORT-007", "2 strands")


def test_a_started_manifest_of_another_export(export: Path) -> None:
    [started] = export.glob("*.started.manifest")
    export_id = started.name.split(".")[0]
    started.write_text(started.read_text().replace(export_id, "0" * 22))
    refused(export, "LS-EXPORT-001", "another export")


def test_a_manifest_may_be_named_instead_of_its_folder(export: Path) -> None:
    good("verify", manifest(export))
    good("import-journal", manifest(export), export.parent / "new.ledger")
    [started] = export.glob("*.started.manifest")
    assert "LS-EXPORT-001" in run("verify", started).err


# -- Writing


def test_an_export_replaces_nothing(originals: Path, tmp_path: Path) -> None:
    ledger, target = originals / "bank.ledger", tmp_path / "out"
    good("export-journal", ledger, target)
    before = everything(target)
    outcome = run("export-journal", ledger, target)
    assert outcome.code == 1
    assert "LS-FILE-010" in outcome.err
    assert "exists already" in outcome.err
    assert everything(target) == before


def test_an_export_does_not_write_through_a_link(originals: Path, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    target.mkdir()
    elsewhere.mkdir()
    (target / "2024").symlink_to(elsewhere)
    outcome = run("export-journal", originals / "bank.ledger", target)
    assert outcome.code == 1
    assert everything(elsewhere) == {}
    assert everything(target) == {}, "what was written before is taken away"


def test_a_target_that_is_a_file(originals: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    outcome = run("export-journal", originals / "bank.ledger", tmp_path / "out")
    assert outcome.code == 1
    assert (tmp_path / "out").read_text() == "mine"


def test_files_are_for_their_owner(originals: Path) -> None:
    for path in (originals / "ION_TEXT").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
