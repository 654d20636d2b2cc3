r"""``--safe``: a script of unknown origin reaches the ledger and the program's own streams, and nothing else."""

from __future__ import annotations

import pytest

from ledgershell.commands.command import Command
from ledgershell.commands.registry import COMMANDS
from tests.cli.conftest import Program
from tests.commands.talk import Talk

REFUSED = [command for command in COMMANDS.values() if command.safety == "refused"]
WITH_FILES = [command for command in COMMANDS.values() if command.safety == "without files"]
FILE_ARGUMENTS = {
    "digest": "x",
    "g": "x",
    "gx": "x",
    "o": "x",
    "proof": "0 x",
    "verify": "--digest x",
}
"""For each command that may name a file: arguments that do."""


@pytest.mark.parametrize("command", REFUSED, ids=lambda command: command.name)
def test_what_is_dangerous_is_refused_by_any_name(talk: Talk, command: Command) -> None:
    talk.conversation.safe = True
    for name in (command.name, *command.aliases):
        talk(f"\\{name} x y z")
        assert f"error LS-CLI-015: \\{command.name} is not allowed with --safe" in talk.said
    assert sorted(talk.folder.iterdir()) == []


def test_every_command_that_may_name_a_file_is_tried() -> None:
    assert sorted(command.name for command in WITH_FILES) == sorted(FILE_ARGUMENTS)


@pytest.mark.parametrize("command", WITH_FILES, ids=lambda command: command.name)
def test_files_are_refused_where_a_command_may_name_one(talk: Talk, command: Command) -> None:
    talk("CREATE TABLE t")
    talk.conversation.safe = True
    talk(f"SELECT 1 \\{command.name} {FILE_ARGUMENTS[command.name]}")
    assert "error LS-CLI-015" in talk.said
    assert sorted(talk.folder.iterdir()) == []


def test_the_rest_works(talk: Talk) -> None:
    talk.conversation.safe = True
    assert talk("CREATE TABLE t; INSERT INTO t {'a': 1}; SELECT VALUE x.a FROM t AS x \\g\n\\echo done").endswith(
        "1\ndone\n"
    )


def test_what_the_caller_names_is_not_the_script_s(program: Program) -> None:
    program.write("x.pql", "SELECT VALUE 1 FROM <<0>>;\n\\o y\n")
    outcome = program("--safe", "-o", "out", "-f", "x.pql", ":memory:")
    assert (outcome.code, program.read("out")) == (3, "1\n")
    assert "x.pql:2:1: error LS-CLI-015" in outcome.err
    assert not (program.folder / "y").exists()
