"""``stream-journal``: what goes out, where it goes on, and the journals in which it refuses to."""

from __future__ import annotations

import io
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.cli import program as run_program
from ledgershell.environment import demo
from ledgershell.ion import loads, loads_all
from ledgershell.ion.values import Struct
from ledgershell.journal.stream_records import block_records
from ledgershell.ledger.ledger import Ledger, create_ledger, open_ledger
from tests.cli.conftest import Program
from tests.ledger.stories import demo_world, quiet_world, run


class Answer:
    """What one run in this process left."""

    def __init__(self, *arguments: object) -> None:
        world = demo(base=quiet_world())
        self.code = run_program(["stream-journal", *map(str, arguments)], world)
        assert isinstance(world.stdout, io.StringIO)
        assert isinstance(world.stderr, io.StringIO)
        self.out, self.err = world.stdout.getvalue(), world.stderr.getvalue()

    @property
    def records(self) -> list[Struct]:
        return records(self.out.encode())


def records(data: bytes) -> list[Struct]:
    return [value for value in loads_all(data) if isinstance(value, Struct)]


def kinds(found: list[Struct]) -> list[str]:
    """C for CREATED, E for COMPLETED, B3 for the summary of block 3, R3 for a revision's details in it."""
    said = []
    for record in found:
        payload = record["payload"]
        if record["recordType"] == "CONTROL":
            said.append({"CREATED": "C", "COMPLETED": "E"}[payload["controlRecordType"]])
        elif record["recordType"] == "BLOCK_SUMMARY":
            said.append(f"B{payload['blockAddress']['sequenceNo']}")
        else:
            said.append(f"R{payload['revision']['blockAddress']['sequenceNo']}")
    return said


def expected(path: Path, arn: str, first: int, last: int) -> list[Struct]:
    ledger = open_ledger(path, demo_world(), read_only=True)
    try:
        blocks = list(ledger.session().blocks(first, last))
        return [record.value for block in blocks for record in block_records(arn, block)]
    finally:
        ledger.close()


SCRIPT = (
    "CREATE TABLE P",
    "INSERT INTO P << {'n': 1}, {'n': 2} >>",
    "UPDATE P SET n = 3 WHERE n = 1",
    "DELETE FROM P WHERE n = 2",
)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A ledger of five blocks, in which block n was written at second n."""
    path = tmp_path / "bank.ledger"
    ledger = create_ledger(path, demo_world())
    extend(ledger, *SCRIPT)
    ledger.close()
    return path


def extend(ledger: Ledger, *texts: str) -> None:
    session = ledger.session()
    for text in texts:
        run(session, text)


def grow(path: Path, *texts: str) -> None:
    ledger = open_ledger(path, demo_world())
    extend(ledger, *texts)
    ledger.close()


def test_all_of_the_journal_goes_out_in_order(bank: Path) -> None:
    answer = Answer(bank, "--format", "ion-lines")
    assert answer.code == 0, answer.err
    assert kinds(answer.records) == ["C", "B0", "B1", "B2", "R2", "R2", "B3", "R3", "B4", "R4"]
    arn = answer.records[0]["qldbStreamArn"]
    assert answer.records[1:] == expected(bank, arn, 0, 4)
    assert arn.startswith("arn:ledgershell:qldb:local:")
    assert answer.err == "5 blocks, 10 records; the next one is block 5\n"


@pytest.mark.parametrize("form", ["ion-binary", "ion", "ion-lines"])
def test_each_form_of_ion_holds_the_same_records(bank: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert Answer(bank, "--format", form, "-o", out).code == 0
    found = records(out.read_bytes())
    assert found[1:] == expected(bank, found[0]["qldbStreamArn"], 0, 4)
    assert out.read_bytes().startswith(b"\xe0\x01\x00\xea") == (form == "ion-binary")
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_binary_record_can_be_read_without_the_others(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert Answer(bank, "-o", out).code == 0
    pieces = out.read_bytes().split(b"\xe0\x01\x00\xea")[1:]
    assert len(pieces) == 10
    assert all(isinstance(loads(b"\xe0\x01\x00\xea" + piece), Struct) for piece in pieces)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--from", "3"), "C B3 R3 B4 R4"),
        (("--from", "5"), "C"),
        (("--from", "2024-01-01T00:00:03Z"), "C B3 R3 B4 R4"),
        (("--from", "2024-01-01T00:00:03.004Z"), "C B3 R3 B4 R4"),
        (("--from", "2024-01-01T00:00:03.005Z"), "C B4 R4"),
        (("--from", "1999T"), "C B0 B1 B2 R2 R2 B3 R3 B4 R4"),
        (("--from", "3", "--until", "2024-01-01T00:00:04.004Z"), "C B3 R3 E"),
        (("--from", "3", "--until", "2024-01-01T00:00:04.005Z"), "C B3 R3 B4 R4"),
        (("--until", "2024-01-01T00:00:00.001Z"), "C E"),
        (("--until", "2024-01-01T00:00:04.004Z", "--follow", "--from", "4"), "C E"),
    ],
)
def test_the_start_is_included_and_the_end_is_not(bank: Path, options: tuple[str, ...], found: str) -> None:
    answer = Answer(bank, "--format", "ion-lines", *options)
    assert answer.code == 0, answer.err
    assert " ".join(kinds(answer.records)) == found


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        (("--from", "6"), 2, "LS-STREAM-005"),
        (("--from", "2999T"), 2, "LS-STREAM-005"),
        (("--from", "2024T", "--until", "2024T"), 2, "LS-STREAM-005"),
        (("--from", "yesterday"), 2, "LS-CLI-002"),
        (("--until", "4"), 2, "LS-CLI-002"),
        (("--format", "csv"), 2, "LS-CLI-002"),
        (("another.ledger",), 2, "LS-CLI-002"),
        (("--format", "ion-binary"), 2, "LS-CLI-002"),
        (("--resume", "no/such/folder/token"), 1, "LS-FILE-010"),
        (("-o", "no/such/folder/out"), 1, "LS-FILE-010"),
        (("-o", os.devnull), 1, "LS-FILE-010"),
    ],
)
def test_what_cannot_be_is_said(bank: Path, options: tuple[str, ...], code: int, word: str) -> None:
    answer = Answer(bank, *(() if "--format" in options else ("--format", "ion")), *options)
    assert answer.code == code, answer.err
    assert word in answer.err


# -- Going on


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.sampled_from(["ion-binary", "ion-lines"]))
def test_a_stream_in_pieces_is_the_stream_in_one_piece(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], form: str
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    path, out, token = folder / "bank.ledger", folder / "out", folder / "token"
    ledger = create_ledger(path, demo_world())
    extend(ledger, "CREATE TABLE P")
    for step in steps:
        assert Answer(path, "-o", out, "--resume", token, "--format", form).code == 0
        extend(ledger, *["INSERT INTO P {'n': 1}"] * step)
    assert Answer(path, "-o", out, "--resume", token, "--format", form).code == 0
    ledger.close()
    found = records(out.read_bytes())
    assert kinds(found)[0] == "C"
    assert found[1:] == expected(path, found[0]["qldbStreamArn"], 0, 1 + sum(steps))


def test_a_file_that_broke_off_is_cut_back_to_what_was_delivered(bank: Path, tmp_path: Path) -> None:
    out, token = tmp_path / "out", tmp_path / "token"
    asked = (bank, "-o", out, "--resume", token, "--format", "ion-lines")
    assert Answer(*asked).code == 0
    with out.open("ab") as stream:
        stream.write(b'{qldbStreamArn: "arn:le')
    grow(bank, "INSERT INTO P {'n': 9}")
    assert Answer(*asked).code == 0
    assert kinds(records(out.read_bytes()))[-4:] == ["B4", "R4", "B5", "R5"]


def test_a_stream_goes_on_in_a_new_file_and_not_in_a_strange_one(bank: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    assert Answer(bank, "-o", tmp_path / "one", "--resume", token).code == 0
    (tmp_path / "two").write_text("something else")
    answer = Answer(bank, "-o", tmp_path / "two", "--resume", token)
    assert (answer.code, "LS-STREAM-006" in answer.err) == (4, True)
    assert (tmp_path / "two").read_text() == "something else"
    grow(bank, "INSERT INTO P {'n': 9}")
    assert Answer(bank, "-o", tmp_path / "three", "--resume", token).code == 0
    assert kinds(records((tmp_path / "three").read_bytes())) == ["B5", "R5"]


def test_a_file_that_became_shorter_is_told(bank: Path, tmp_path: Path) -> None:
    out, token = tmp_path / "out", tmp_path / "token"
    assert Answer(bank, "-o", out, "--resume", token).code == 0
    out.write_bytes(out.read_bytes()[:-1])
    before = out.read_bytes(), token.read_bytes()
    answer = Answer(bank, "-o", out, "--resume", token)
    assert (answer.code, "LS-STREAM-006" in answer.err) == (4, True)
    assert (out.read_bytes(), token.read_bytes()) == before


def test_a_file_that_is_there_is_not_written_over(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine")
    assert Answer(bank, "-o", out).code == 1
    (tmp_path / "link").symlink_to(out)
    assert Answer(bank, "-o", tmp_path / "link").code == 1
    (tmp_path / "token").symlink_to(tmp_path / "elsewhere")
    assert Answer(bank, "-o", tmp_path / "new", "--resume", tmp_path / "token").code == 1
    assert out.read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "new").exists()


def test_a_completed_stream_stays_completed(bank: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    asked = (bank, "--format", "ion-lines", "--resume", token, "--until", "2024-01-01T00:00:03Z")
    assert kinds(Answer(*asked).records)[-1] == "E"
    again = Answer(*asked)
    assert (again.code, again.out) == (0, "")
    assert "end" in again.err


def test_a_token_tells_where_to_begin(bank: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    assert Answer(bank, "--format", "ion", "--resume", token, "--from", "2").code == 0
    answer = Answer(bank, "--format", "ion", "--resume", token, "--from", "2")
    assert (answer.code, answer.out) == (2, "")


def test_a_journal_that_was_imported_from_its_middle_begins_there(bank: Path, tmp_path: Path) -> None:
    export, imported = tmp_path / "export", tmp_path / "imported.ledger"
    for arguments in (
        ("export-journal", bank, export, "--from", "2024-01-01T00:00:02Z"),
        ("import-journal", export, imported),
    ):
        assert run_program([str(each) for each in arguments], demo(base=quiet_world())) == 0
    token = tmp_path / "token"
    for asked in ((), ("--from", "1"), ("--from", "1999T"), ("--resume", token)):
        answer = Answer(imported, "--format", "ion-lines", *asked)
        assert answer.code == 0, answer.err
        assert kinds(answer.records) == ["C", "B2", "R2", "R2", "B3", "R3", "B4", "R4"]
    again = Answer(imported, "--format", "ion-lines", "--resume", token)
    assert (again.code, again.out) == (0, "")


# -- Another journal than the one that was delivered


def refused(path: Path, token: Path, code: str) -> None:
    kept = token.read_bytes()
    out = token.with_name("untouched")
    answer = Answer(path, "-o", out, "--resume", token)
    assert (answer.code, answer.out) == (4, "")
    assert code in answer.err
    assert token.read_bytes() == kept
    assert not out.exists()


def test_a_journal_that_was_rolled_back_is_refused(bank: Path, tmp_path: Path) -> None:
    older, token = tmp_path / "older.ledger", tmp_path / "token"
    shutil.copyfile(bank, older)
    grow(bank, "INSERT INTO P {'n': 9}", "INSERT INTO P {'n': 10}")
    assert Answer(bank, "-o", tmp_path / "out", "--resume", token).code == 0
    refused(older, token, "LS-STREAM-003")
    assert "2 blocks missing" in Answer(older, "--format", "ion", "--resume", token).err


def test_a_journal_that_forked_is_refused_however_long_it_has_grown(bank: Path, tmp_path: Path) -> None:
    fork, token = tmp_path / "fork.ledger", tmp_path / "token"
    shutil.copyfile(bank, fork)
    grow(bank, "INSERT INTO P {'n': 9}")
    grow(fork, "INSERT INTO P {'n': 10}")
    assert Answer(bank, "-o", tmp_path / "out", "--resume", token).code == 0
    refused(fork, token, "LS-STREAM-002")
    grow(fork, "INSERT INTO P {'n': 11}", "INSERT INTO P {'n': 12}")
    refused(fork, token, "LS-STREAM-002")


def test_another_ledger_is_refused(bank: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    assert Answer(bank, "-o", tmp_path / "out", "--resume", token).code == 0
    other = create_ledger(tmp_path / "other.ledger", demo_world("other"))
    extend(other, *SCRIPT)
    other.close()
    refused(tmp_path / "other.ledger", token, "LS-STREAM-004")


def changed(text: str) -> Iterator[str]:
    """Tokens that are none."""
    yield from ("", "1", "{}", "[" * 300, text + text, text[:-3], text.replace("LedgerId", "LedgerID"))
    yield text.replace("NextSequenceNo: 5", "NextSequenceNo: -1")
    yield text.replace("NextSequenceNo: 5", f"NextSequenceNo: {1 << 70}")
    yield text.replace("NextSequenceNo: 5", "NextSequenceNo: true")
    yield text.replace("NextSequenceNo: 5", "NextSequenceNo: 5, NextSequenceNo: 2")
    yield text.replace("Completed: false", "Completed: 0")
    yield text.replace("PreviousBlockHash: {{", "PreviousBlockHash: {{AAAA")
    yield text.replace("Rfc9162Root", "Other")


def test_what_is_no_token_is_refused(bank: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    assert Answer(bank, "--format", "ion", "--resume", token).code == 0
    for text in changed(token.read_text()):
        token.write_text(text)
        refused(bank, token, "LS-STREAM-001")


# -- As a process


def following(program: Program, *options: str) -> subprocess.Popen[bytes]:
    assert program("-q", "-c", "CREATE TABLE P", "bank.ledger").code == 0
    process = program.start("stream-journal", "bank.ledger", "--follow", "--format", "ion-lines", *options)
    assert process.stdout is not None
    assert kinds(records(b"".join(process.stdout.readline() for _ in range(3)))) == ["C", "B0", "B1"]
    return process


def next_records(process: subprocess.Popen[bytes], count: int) -> list[str]:
    assert process.stdout is not None
    return kinds(records(b"".join(process.stdout.readline() for _ in range(count))))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_blocks_of_other_processes_follow_until_a_signal(program: Program, number: signal.Signals, code: int) -> None:
    process = following(program, "--resume", "token")
    for seq in (2, 3):
        assert program("-q", "-c", "INSERT INTO P {'n': 1}", "bank.ledger").code == 0
        assert next_records(process, 2) == [f"B{seq}", f"R{seq}"]
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (code, b"")
    assert b"4 blocks, 7 records; the next one is block 4" in err
    assert b"Traceback" not in err
    token = loads(program.read("token"))
    assert isinstance(token, Struct)
    assert token["NextSequenceNo"] == 4
    assert program("stream-journal", "bank.ledger", "--resume", "token").out == ""


def test_a_stream_that_nobody_reads_ends_even_if_nothing_happens(program: Program) -> None:
    process = following(program)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_full_disk_leaves_whole_records_and_a_token_that_fits(program: Program) -> None:
    assert program("-q", "-c", "CREATE TABLE P", "bank.ledger").code == 0
    insert = "INSERT INTO P {'text': '" + "x" * 3000 + "'};"
    assert program("-q", "bank.ledger", stdin=insert * 3).code == 0
    first = program("stream-journal", "bank.ledger", "-o", "out", "--resume", "token", "--format", "ion-lines")
    assert first.code == 0, first
    whole = program.read("out")
    assert program("-q", "bank.ledger", stdin=insert * 30).code == 0
    done = subprocess.run(
        [*program.command, "stream-journal", "bank.ledger", "-o", "out", "--resume", "token", "--format", "ion-lines"],
        capture_output=True,
        cwd=program.folder,
        env=program.variables,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000)),
    )
    assert done.returncode == 1, done
    assert b"LS-FILE-010" in done.stderr
    assert program.read("out") == whole
    again = program("stream-journal", "bank.ledger", "-o", "out", "--resume", "token", "--format", "ion-lines")
    assert again.code == 0
    assert kinds(records(program.read("out").encode()))[-1] == "R34"
