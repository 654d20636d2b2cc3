r"""``config.toml``, ``rc.pql``, the environment and the command line: which one counts, and ``\env``, which says so."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import Program

ONE = "SELECT 1 AS a, null AS b"


def settings(program: Program, *arguments: str, **variables: str) -> dict[str, tuple[str, str]]:
    outcome = program(*arguments, "-c", "\\env", **variables)
    assert outcome.code == 0, outcome
    rows = list(csv.reader(io.StringIO(outcome.out)))
    return {name: (value, origin) for name, value, origin in rows[1:]}


@pytest.fixture
def configured(program: Program) -> Program:
    folder = program.folder / "config" / "ledgershell"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        'ledger = "./mine.ledger"\n[variables]\nON_ERROR_STOP = false\ncolor = "red"\nTIMEOUT = 9\n'
        '[display]\nformat = "jsonl"\nnull = "none"\n'
    )
    (folder / "rc.pql").write_text("\\set TIMEOUT 7\n\\set greeting hello\n")
    return program


def test_the_ledger_is_named_by_the_strongest(configured: Program) -> None:
    assert settings(configured, "--csv")["ledger"][1] == "config.toml"
    assert (configured.folder / "mine.ledger").exists()
    other = settings(configured, "--csv", LEDGERSHELL_LEDGER="./env.ledger")["ledger"]
    assert (other[0].endswith("env.ledger"), other[1]) == (True, "LEDGERSHELL_LEDGER")
    named = settings(configured, "--csv", "./named.ledger", LEDGERSHELL_LEDGER="./env.ledger")["ledger"]
    assert (named[0].endswith("named.ledger"), named[1]) == (True, "the command line")
    assert settings(configured, "--csv", "-X")["ledger"][1] == "default"


def test_a_script_does_the_same_for_everybody(configured: Program) -> None:
    assert configured("-c", ONE, ":memory:").out == "{a: 1, b: null}\n"
    assert configured("--rc", "-c", ONE, ":memory:").out == '{"a": 1, "b": null}\n'
    assert configured("--rc", "-X", "-c", ONE, ":memory:").out == "{a: 1, b: null}\n"


def test_every_setting_knows_its_origin(configured: Program) -> None:
    found = settings(configured, "--rc", "--csv", "-v", "BATCH=5", ":memory:")
    assert found["format"] == ("csv", "the command line")
    assert found["null"] == ("none", "config.toml")
    assert found["ON_ERROR_STOP"] == ("off", "config.toml")
    assert found["TIMEOUT"] == ("7", "rc.pql")
    assert found["BATCH"] == ("5", "the command line")
    assert found["ECHO"] == ("none", "default")
    assert found["config.toml"][0].endswith("config/ledgershell/config.toml")
    assert found["rc.pql"][1] == "XDG_CONFIG_HOME"
    assert found["pager program"] == ("less", "default")
    assert settings(configured, "--csv", ":memory:", PAGER="more")["pager program"] == ("more", "PAGER")


def test_the_command_line_is_stronger_than_the_start_up_script(configured: Program) -> None:
    assert settings(configured, "--rc", "--csv", "--timeout", "3", ":memory:")["TIMEOUT"] == ("3", "the command line")


def test_what_is_set_in_the_session_counts_last(configured: Program) -> None:
    outcome = configured("--csv", "-c", "\\set BATCH 3", "-c", "\\pset null NIL", "-c", "\\env", ":memory:")
    assert "BATCH,3,this session\n" in outcome.out.replace("\r", "")
    assert "null,NIL,this session\n" in outcome.out.replace("\r", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ledger = = 1", "line 1"),
        ("nonsense = 1", "there is no setting 'nonsense'"),
        ("ledger = 5", "ledger must be a text"),
        ("variables = 5", "[variables]"),
        ("[variables]\nBATCH = 'x'", "no value for BATCH"),
        ("[variables]\nx = [1]", "variables.x must be a text"),
        ("[display]\nformat = 'xml'", "no output format"),
        ("\xff", "invalid"),
    ],
)
def test_a_mistake_in_the_file_is_said_and_can_be_passed_by(program: Program, text: str, message: str) -> None:
    folder = program.folder / "config" / "ledgershell"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_bytes(text.encode("latin-1"))
    outcome = program("--rc", "-c", ONE)
    assert (outcome.code, outcome.out) == (2, "")
    assert "error LS-CLI-020" in outcome.err
    assert message in outcome.err
    assert program("-X", "--rc", "-c", ONE, ":memory:").code == 0


def test_an_error_in_the_start_up_script_ends_nothing_but_it(configured: Program) -> None:
    (configured.folder / "config" / "ledgershell" / "rc.pql").write_text("\\set a 1\n\\nosuch\n\\set b 2\n")
    outcome = configured("--rc", "-c", "\\echo :a :b", ":memory:")
    assert "rc.pql:2:1: error LS-CLI-003" in outcome.err
    assert outcome.out == "1 2\n"  # config.toml has switched ON_ERROR_STOP off


def test_statements_go_by_names(program: Program) -> None:
    keep = "\\ns add SELECT VALUE ? + ? FROM <<0>>;"
    assert program("-q", "-c", keep, ":memory:").code == 0
    assert program("-c", "\\n add 2 3", ":memory:").out == "5\n"
    assert program("-c", "\\n", ":memory:").out == '{name: "add", statement: "SELECT VALUE ? + ? FROM <<0>>"}\n'
    assert "did you mean add?" in program("-c", "\\n ad", ":memory:").err
    assert program("-q", "-c", "\\nd add", "-c", "\\n", ":memory:").out == ""
    assert "LS-CLI-004" in program("-c", "\\nd add", ":memory:").err
