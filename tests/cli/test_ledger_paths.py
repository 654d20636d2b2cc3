"""Paths of ledgers with bytes that no text has, and with characters that a terminal obeys."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Program

NOT_UTF8 = "q\udcffb.ledger"
"""As Python has the bytes ``q\\xffb.ledger``."""
any_bytes = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="file names are any bytes on Linux alone")


def files(folder: Path) -> set[str]:
    return set(os.listdir(folder))


@any_bytes
def test_no_ledger_is_made_under_a_name_that_is_not_utf8(program: Program) -> None:
    for arguments in ((NOT_UTF8, "-c", "CREATE TABLE t"), ("create-ledger", NOT_UTF8)):
        outcome = program(*arguments)
        assert (outcome.code, outcome.out) == (2, ""), outcome
        assert "error LS-STORE-014: q\\udcffb cannot be opened" in outcome.err
        assert "hint: choose another name" in outcome.err
        assert files(program.folder) == set()


@any_bytes
def test_a_ledger_that_was_renamed_so_still_opens(program: Program) -> None:
    assert program("-c", "CREATE TABLE t; INSERT INTO t {'a': 1}", "a.ledger").code == 0
    (program.folder / "a.ledger").rename(program.folder / NOT_UTF8)
    outcome = program("-c", "SELECT VALUE a FROM t", NOT_UTF8)
    assert (outcome.code, outcome.out) == (0, "1\n"), outcome


@any_bytes
def test_a_folder_may_have_any_name(program: Program) -> None:
    (program.folder / "d\udcff").mkdir()
    assert program("-q", "-c", "CREATE TABLE t", "d\udcff/a.ledger").code == 0
    assert program("verify", "d\udcff/a.ledger").code == 0


@pytest.mark.skipif(os.name != "posix", reason="no file can have such a name")
def test_a_line_feed_in_a_path_is_shown(program: Program) -> None:
    outcome = program("-c", "SELECT VALUE 1 FROM <<0>>", "a\nb.ledger")
    assert outcome.code == 0, outcome
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("created ledger ")
    assert outcome.err.endswith("a\\nb.ledger\n")
