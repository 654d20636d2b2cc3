"""``backup`` and ``restore``: names, receipts, and everything that keeps a backup from becoming a ledger."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from ledgershell.cli import program as run_program
from ledgershell.environment import demo
from ledgershell.ion import loads
from ledgershell.ion.values import Struct
from ledgershell.journal.backup_receipt import read_receipt
from ledgershell.ledger.ledger import create_ledger
from tests.cli.conftest import Program
from tests.ledger.stories import demo_world, quiet_world
from tests.ledger.tampering import SCRIPT, change_by_force, everything, make, verify


class Bank:
    """A folder with a ledger, its backups and a home for ledgers with names, and the program run in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "bank.ledger"
        self.backups = folder / "backups"
        self.backups.mkdir()
        make(self.path)

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        world = demo("run", base=quiet_world({"LEDGERSHELL_HOME": str(self.folder / "home")}))
        code = run_program([str(each) for each in arguments], world)
        assert isinstance(world.stdout, io.StringIO)
        assert isinstance(world.stderr, io.StringIO)
        return int(code), world.stdout.getvalue(), world.stderr.getvalue()

    def backup(self, name: str = "a.backup", ledger: Path | None = None) -> Path:
        target = self.backups / name
        code, _, err = self("backup", ledger or self.path, target)
        assert code == 0, err
        return target

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return Bank(tmp_path)


def test_a_backup_becomes_the_same_ledger_again(bank: Bank) -> None:
    backup = bank.backup()
    assert bank.files() == ["backups/a.backup", "backups/a.backup.receipt", "bank.ledger"]
    code, out, err = bank("restore", backup, bank.folder / "new.ledger")
    assert (code, err) == (0, "")
    assert out.startswith(f"{bank.folder}/new.ledger: restored, verified against its receipt, block 10: 11 blocks")
    assert everything(bank.folder / "new.ledger") == everything(bank.path)
    assert (bank.folder / "new.ledger").stat().st_mode & 0o777 == 0o600
    code, _, err = bank("-q", "-c", "INSERT INTO Person {'name': 'Eve'}", bank.folder / "new.ledger")
    assert code == 0, err


def test_a_receipt_tells_what_is_in_the_file_and_is_an_anchor(bank: Bank) -> None:
    backup = bank.backup()
    receipt = read_receipt((bank.backups / "a.backup.receipt").read_bytes())
    assert (receipt.kind, receipt.first, receipt.digest.sequence_no) == ("ledger", 0, 10)
    assert (receipt.ledger_name, receipt.host, receipt.file) == ("bank", "demo", "a.backup")
    assert receipt.size == backup.stat().st_size
    assert verify(bank.path, receipt.digest) == ("verified", ())
    code, out, _ = bank("verify", bank.path, "--digest", f"{backup}.receipt", "--require-anchor")
    assert (code, "verified against" in out) == (0, True)


def test_sha256sum_computes_what_the_receipt_says(program: Program, tmp_path: Path) -> None:
    import subprocess

    assert program("-q", "-c", "CREATE TABLE T", "x.ledger").code == 0
    assert program("backup", "x.ledger", "x.backup").code == 0
    said = subprocess.run(["sha256sum", "x.backup"], cwd=tmp_path, capture_output=True, check=True).stdout.split()[0]
    assert read_receipt((tmp_path / "x.backup.receipt").read_bytes()).sha256.hex() == said.decode()


def test_in_a_folder_a_backup_is_named_by_host_ledger_and_time(bank: Bank) -> None:
    code, out, _ = bank("backup", bank.path, bank.backups)
    receipt = loads(out)
    assert code == 0
    assert isinstance(receipt, Struct)
    assert re.fullmatch(r"demo_bank_\d{8}_\d{9}\.backup", receipt["File"])
    assert (bank.backups / receipt["File"]).is_file()
    create_ledger(bank.folder / "odd.ledger", demo_world(), name="../odd name; é").close()
    code, out, err = bank("backup", bank.folder / "odd.ledger", f"{bank.backups}/")
    assert code == 0, err
    assert len(list(bank.backups.iterdir())) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", path.name) for path in bank.backups.iterdir())


def test_a_ledger_that_goes_by_a_name_is_restored_under_a_name(bank: Bank) -> None:
    assert bank("create-ledger", "books")[0] == 0
    assert bank("backup", "books", bank.backups / "books.backup")[0] == 0
    code, out, _ = bank("restore", bank.backups / "books.backup", "books-again")
    assert (code, out.startswith("books-again: restored")) == (0, True)
    code, _, err = bank("restore", bank.backups / "books.backup", "books-again")
    assert (code, "LS-LEDGER-012" in err) == (1, True)


def test_a_restored_ledger_without_receipt_is_not_anchored(bank: Bank) -> None:
    backup = bank.backup()
    Path(f"{backup}.receipt").unlink()
    code, out, _ = bank("restore", backup, bank.folder / "new.ledger")
    assert (code, "NOT ANCHORED" in out) == (0, True)
    assert bank("get-digest", bank.path, "--save", bank.folder / "kept")[0] == 0
    code, out, _ = bank("restore", backup, bank.folder / "newer.ledger", "--digest", bank.folder / "kept")
    assert (code, "verified against the digest in" in out) == (0, True)


def test_a_refused_restore_does_not_even_leave_the_folder_of_ledgers(bank: Bank) -> None:
    (bank.folder / "x.backup").write_bytes(b"text")
    code, _, _ = bank("restore", bank.folder / "x.backup", "books")
    assert code == 4
    assert not (bank.folder / "home").exists()


def test_all_faults_of_a_ledger_that_cannot_be_backed_up_are_told(bank: Bank) -> None:
    change = "UPDATE block SET time = time + 1 WHERE seq IN (4, 5)"
    assert change_by_force(bank.path, lambda connection: connection.execute(change))
    code, out, err = bank("backup", bank.path, bank.backups)
    assert (code, out) == (4, "")
    assert "block 4: " in err
    assert "block 5: " in err
    assert list(bank.backups.iterdir()) == []


# -- What is refused leaves nothing behind


def refused(bank: Bank, code: int, word: str, *arguments: object) -> str:
    before = {name: (bank.folder / name).read_bytes() for name in bank.files()}
    found, out, err = bank(*arguments)
    assert (found, out) == (code, ""), err
    assert word in err
    assert {name: (bank.folder / name).read_bytes() for name in bank.files()} == before
    return err


def test_targets_that_cannot_be_written(bank: Bank) -> None:
    backup = bank.backup()
    (bank.folder / "link").symlink_to(bank.folder / "elsewhere")
    (bank.folder / "b.backup.receipt").write_text("mine")
    for target in (backup, bank.folder / "link", bank.folder / "b.backup"):
        refused(bank, 1, "LS-FILE-010", "backup", bank.path, target)
    refused(bank, 1, "LS-FILE-010", "backup", bank.path, "no-such-folder/")
    refused(bank, 2, "LS-STORE-014", "backup", bank.path, bank.folder / "no-such" / "x.backup")
    refused(bank, 1, "LS-LEDGER-012", "restore", backup, bank.folder / "link/../bank.ledger".replace("link/../", ""))
    (bank.folder / "dangling.ledger").symlink_to(bank.folder / "elsewhere")
    refused(bank, 1, "LS-LEDGER-012", "restore", backup, bank.folder / "dangling.ledger")
    refused(bank, 2, "LS-STORE-014", "restore", backup, bank.folder / "no" / "such.ledger")
    refused(bank, 2, "LS-LEDGER-010", "restore", backup, ":memory:")
    refused(bank, 2, "LS-LEDGER-010", "restore", backup, "restore")
    refused(bank, 2, "LS-CLI-002", "backup", ":memory:")
    assert not (bank.folder / "elsewhere").exists()


def test_what_is_no_backup(bank: Bank) -> None:
    new = bank.folder / "new.ledger"
    refused(bank, 1, "LS-FILE-001", "restore", bank.folder / "nosuch.backup", new)
    refused(bank, 1, "LS-FILE-002", "restore", bank.backups, new)
    for content in (b"", b"text", b"SQLite format 3\x00" + b"\0" * 4096):
        (bank.folder / "x.backup").write_bytes(content)
        refused(bank, 4, "LS-BACKUP-003", "restore", bank.folder / "x.backup", new)
    connection = sqlite3.connect(bank.folder / "foreign.backup")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    refused(bank, 4, "LS-BACKUP-003", "restore", bank.folder / "foreign.backup", new)


def test_a_changed_file_is_not_the_one_that_its_receipt_tells_of(bank: Bank) -> None:
    backup = bank.backup()
    new = bank.folder / "new.ledger"
    data = backup.read_bytes()
    for changed in (data[:-1], data + b"x", data[:5000] + bytes([data[5000] ^ 1]) + data[5001:]):
        backup.write_bytes(changed)
        refused(bank, 4, "LS-BACKUP-002", "restore", backup, new)


@pytest.mark.parametrize("text", ["", "{}", "1", "[" * 300, '{Backup:"ledger"}', "\x00"])
def test_what_is_no_receipt(bank: Bank, text: str) -> None:
    backup = bank.backup()
    Path(f"{backup}.receipt").write_text(text)
    refused(bank, 4, "LS-BACKUP-001", "restore", backup, bank.folder / "new.ledger")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Size: 11", "Size: 12"),
        ("FirstSequenceNo: 0", "FirstSequenceNo: 11"),
        ("FirstSequenceNo: 0", "FirstSequenceNo: -1"),
        ('Backup: "ledger"', 'Backup: "tape"'),
        ("Bytes: ", "Bytes: -"),
        ("Sha256: {{", "Sha256: {{AAAA"),
        ("LedgerId: ", "Ledgerid: "),
        ("LedgerId: ", "Digest: "),
        ("Rfc9162Root: ", "Root: "),
    ],
)
def test_a_receipt_whose_parts_do_not_fit(bank: Bank, old: str, new: str) -> None:
    receipt = Path(f"{bank.backup()}.receipt")
    assert old in receipt.read_text()
    receipt.write_text(receipt.read_text().replace(old, new))
    refused(bank, 4, "LS-BACKUP-001", "restore", bank.backups / "a.backup", bank.folder / "new.ledger")


def test_a_backup_that_somebody_made_sound_again_after_a_change_needs_its_receipt(bank: Bank) -> None:
    """Recomputed from the first block on: only the receipt, or another digest, tells."""
    forged = bank.folder / "forged.ledger"
    make(forged, tuple(text.replace("42", "24") for text in SCRIPT))
    real = bank.backup()
    fake = bank.backup("fake.backup", forged)
    shutil.copyfile(fake, real)
    Path(f"{fake}.receipt").unlink()
    refused(bank, 4, "LS-BACKUP-002", "restore", real, bank.folder / "new.ledger")
    refused(bank, 4, "LS-BACKUP-005", "restore", fake, bank.folder / "new.ledger")
    shutil.move(fake, bank.folder / "fake.backup")
    code, out, _ = bank("restore", bank.folder / "fake.backup", bank.folder / "new.ledger")
    assert (code, "NOT ANCHORED" in out) == (0, True)


# -- Older than known


def older(bank: Bank, missing: int) -> Path:
    path = bank.folder / "older.ledger"
    make(path, SCRIPT[:-missing])
    backup = bank.backup("older.backup", path)
    path.unlink()
    return backup


@pytest.mark.parametrize(("missing", "words"), [(1, "1 block missing"), (4, "4 blocks missing")])
def test_a_rollback_is_told_and_only_done_if_it_is_wanted(bank: Bank, missing: int, words: str) -> None:
    bank.backup()
    backup = older(bank, missing)
    new = bank.folder / "new.ledger"
    err = refused(bank, 4, "LS-BACKUP-004", "restore", backup, new)
    assert f"rollback: {words}" in err
    assert "the receipt a.backup.receipt has block 10" in err
    code, out, _ = bank("restore", backup, new, "--allow-rollback")
    assert (code, f"rollback: {words}" in out) == (0, True)
    assert new.exists()


def test_a_rollback_shows_by_a_digest_that_was_kept_and_by_a_live_ledger(bank: Bank) -> None:
    backup = older(bank, 2)
    new = bank.folder / "new.ledger"
    assert bank("get-digest", bank.path, "--save", bank.folder / "kept")[0] == 0
    err = refused(bank, 4, "LS-BACKUP-004", "restore", backup, new, "--digest", bank.folder / "kept")
    assert "rollback: 2 blocks missing" in err
    (bank.folder / "home").mkdir()
    shutil.copyfile(bank.path, bank.folder / "home" / "live.ledger")
    err = refused(bank, 4, "LS-BACKUP-004", "restore", backup, new)
    assert "the ledger live has block 10" in err


def test_receipts_of_other_ledgers_do_not_matter_and_broken_ones_are_named(bank: Bank) -> None:
    other = bank.folder / "other.ledger"
    make(other, (*SCRIPT, *SCRIPT[2:4]), seed="other")
    bank.backup("other.backup", other)
    (bank.backups / "broken.receipt").write_text("nothing")
    backup = older(bank, 1)
    code, out, err = bank("restore", backup, bank.folder / "new.ledger")
    assert code == 0, err
    assert "rollback" not in out
    assert "broken.receipt is no receipt that can be read" in err


def test_a_digest_of_another_ledger_is_refused(bank: Bank) -> None:
    other = bank.folder / "other.ledger"
    make(other, seed="other")
    assert bank("get-digest", other, "--save", bank.folder / "kept")[0] == 0
    backup = bank.backup()
    refused(bank, 4, "LS-BACKUP-006", "restore", backup, bank.folder / "new.ledger", "--digest", bank.folder / "kept")


def test_a_fork_of_a_live_ledger_is_told(bank: Bank) -> None:
    forged = bank.folder / "forged.ledger"
    make(forged, tuple(text.replace("42", "24") for text in SCRIPT))
    (bank.folder / "home").mkdir()
    shutil.copyfile(forged, bank.folder / "home" / "live.ledger")
    err = refused(bank, 4, "LS-BACKUP-005", "restore", bank.backup(), bank.folder / "new.ledger")
    assert "the ledger live" in err


# -- Ranges of blocks


def test_a_range_continues_the_backup_whose_receipt_is_given(bank: Bank) -> None:
    base = bank.backup()
    assert bank("-q", "-c", "INSERT INTO Person {'name': 'Eve'}", bank.path)[0] == 0
    code, out, err = bank("backup", bank.path, bank.backups, "--since", f"{base}.receipt")
    assert code == 0, err
    assert "blocks 11 to 11" in err
    [part] = bank.backups.glob("demo_bank_*.blocks")
    receipt = read_receipt(Path(f"{part}.receipt").read_bytes())
    assert (receipt.kind, receipt.first, receipt.digest.sequence_no) == ("blocks", 11, 11)
    code, out, err = bank("restore", base, part, bank.folder / "new.ledger")
    assert code == 0, err
    assert "verified against its receipt, block 11: 12 blocks" in out
    assert everything(bank.folder / "new.ledger") == everything(bank.path)
    err = refused(bank, 4, "LS-BACKUP-004", "restore", base, bank.folder / "other.ledger")
    assert "rollback: 1 block missing" in err
    refused(bank, 4, "LS-BACKUP-003", "restore", part, bank.folder / "other.ledger")


def test_without_new_blocks_there_is_no_file(bank: Bank) -> None:
    base = bank.backup()
    before = bank.files()
    for since in (f"{base}.receipt", "10"):
        code, out, err = bank("backup", bank.path, bank.backups, "--since", since)
        assert (code, out) == (0, "")
        assert "there is no block after block 10" in err
    assert bank.files() == before
    refused(bank, 1, "LS-VERIFY-003", "backup", bank.path, bank.backups, "--since", "11")
    refused(bank, 1, "LS-FILE-001", "backup", bank.path, bank.backups, "--since", "nosuch")
    refused(bank, 4, "LS-VERIFY-002", "backup", bank.path, bank.backups, "--since", bank.path)


def test_a_ledger_that_is_not_the_one_of_the_receipt(bank: Bank) -> None:
    receipt = f"{bank.backup()}.receipt"
    older, fork, other = (bank.folder / f"{name}.ledger" for name in ("older", "fork", "other"))
    make(older, SCRIPT[:-2])
    make(fork, tuple(text.replace("42", "24") for text in SCRIPT))
    make(other, seed="other")
    assert "2 blocks missing" in refused(bank, 4, "LS-BACKUP-004", "backup", older, bank.backups, "--since", receipt)
    refused(bank, 4, "LS-BACKUP-005", "backup", fork, bank.backups, "--since", receipt)
    refused(bank, 4, "LS-BACKUP-006", "backup", other, bank.backups, "--since", receipt)


def test_an_imported_ledger_that_went_on_is_backed_up_in_parts(bank: Bank) -> None:
    export, imported = bank.folder / "export", bank.folder / "imported.ledger"
    assert bank("export-journal", bank.path, export)[0] == 0
    assert bank("import-journal", export, imported)[0] == 0
    assert bank("update-ledger", imported, "--writable")[0] == 0
    base = bank.backup("imported.backup", imported)
    assert bank("-q", "-c", "INSERT INTO Person {'name': 'Eve'}; CREATE TABLE Own", imported)[0] == 0
    part = bank.backups / "more.blocks"
    assert bank("backup", imported, part, "--since", f"{base}.receipt")[0] == 0
    code, _, err = bank("restore", base, part, bank.folder / "new.ledger")
    assert code == 0, err
    assert everything(bank.folder / "new.ledger") == everything(imported)
