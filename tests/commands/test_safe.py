r"""``--safe``: a script of unknown origin reaches the ledger and the program's own streams, and nothing else."""

from __future__ import annotations

import subprocess
import sys

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


WATCHED = """
import sys
touched = []

def watch(event, arguments):
    if arguments and "ledgershell-memory-" in str(arguments[0]):
        return  # the ledger itself
    if event == "open":
        path, mode, flags = arguments
        writing = isinstance(flags, int) and flags & 3 or isinstance(mode, str) and set(mode) & set("wax+")
        if isinstance(path, str) and (writing or path.startswith(sys.argv[1])) and not path.endswith(".pql"):
            touched.append(f"open {path}")
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.putenv", "os.chdir", "os.remove"):
        touched.append(event)

from ledgershell.cli import main
sys.addaudithook(watch)
main(sys.argv[2:])
print("\\n".join(["TOUCHED", *touched]))
"""


def test_what_is_allowed_touches_nothing(program: Program) -> None:
    """Python itself is asked: which files were opened, which programs started, while every such command ran."""
    lines = ["CREATE TABLE t; INSERT INTO t {'a': 1};"]
    for command in COMMANDS.values():
        if command.safety == "allowed" and command.name not in ("q", "prompt", "watch", "if", "elif", "else", "endif"):
            lines += [
                f"SELECT VALUE 1 FROM <<0>> \\{command.name}",
                "\\r",
                f"\\{command.name} victim",
                f"\\{command.name} `id`",
            ]
    lines += ["SELECT VALUE 1 FROM <<0>> \\watch 0 c=2", "\\if 1", "\\endif", "\\o |cat >victim", "\\g |cat >victim"]
    program.write("all.pql", "\n".join(lines))
    program.write("victim", "secret")
    options = ["--safe", "-v", "ON_ERROR_STOP=off", "-f", "all.pql", ":memory:"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, str(program.folder), *options],
        capture_output=True, text=True, cwd=program.folder, env=program.variables, check=True,
    )  # fmt: skip
    assert done.stdout.endswith("TOUCHED\n"), done.stdout[-2000:]
    assert program.read("victim") == "secret"
    assert "secret" not in done.stdout + done.stderr
    assert done.stderr.count("LS-CLI-015") > 20
