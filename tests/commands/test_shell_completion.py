"""What command shells complete, and the manual page: both tell of all that the tables have."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from ledgershell.commands.manual import manual
from ledgershell.commands.options import OPTIONS
from ledgershell.commands.registry import COMMANDS
from ledgershell.commands.shell_completion import SCRIPTS
from ledgershell.commands.subcommands import SUBCOMMANDS
from tests.cli.conftest import Program
from tests.locations import REPOSITORY

BASH = shutil.which("bash")


@pytest.mark.parametrize("shell", SCRIPTS)
def test_every_option_and_subcommand_is_completed(program: Program, shell: str) -> None:
    outcome = program("completion", shell)
    assert (outcome.code, outcome.err) == (0, "")
    everything = [*OPTIONS, *(option for each in SUBCOMMANDS for option in each.options)]
    for option in everything:
        for flag in option.flags:
            written = flag if shell != "fish" else f"-l {flag[2:]}" if flag.startswith("--") else f"-s '{flag[1:]}'"
            assert written in outcome.out
    assert all(each.name in outcome.out for each in SUBCOMMANDS)


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_shell_can_read_it(shell: str) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([found, "-n"], input="\n".join(SCRIPTS[shell]()).encode(), check=True)


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ver"], {"verify", "verify-proof"}),
        (["--form"], {"--format"}),
        (["--format", "json"], {"json", "jsonl"}),
        (["verify", "--dig"], {"--digest"}),
        (["-c", "SELECT 1", "--read"], {"--read-only"}),
        (["-f", "scr"], {"script.pql"}),
        (["ba"], {"backup", "bank.ledger"}),
    ],
)
def test_bash_offers_what_is_meant(program: Program, words: list[str], expected: set[str]) -> None:
    program.write("script.pql", "")
    program.write("bank.ledger", "")
    quoted = " ".join(f"'{word}'" for word in ["ledgershell", *words])
    script = "\n".join(SCRIPTS["bash"]())
    asked = (
        f'{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _ledgershell; printf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run([BASH or "", "-c", asked], capture_output=True, text=True, cwd=program.folder, check=True)
    assert set(done.stdout.split()) == expected


def test_another_shell_is_refused(program: Program) -> None:
    for arguments in ([], ["tcsh"], ["bash", "zsh"]):
        outcome = program("completion", *arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert "LS-CLI-002" in outcome.err


def test_the_manual_page_is_what_the_tables_make() -> None:
    page = (REPOSITORY / "docs" / "ledgershell.1").read_text(encoding="utf-8")
    assert page == manual(), "run: python -m ledgershell.commands.manual > docs/ledgershell.1"


def test_the_manual_page_tells_everything() -> None:
    page = manual().replace("\\-", "-").replace("\\e", "\\")
    assert all(flag in page for option in OPTIONS for flag in option.flags)
    assert all(f"\\{command.name}" in page for command in COMMANDS.values())
    assert all(each.name in page for each in SUBCOMMANDS)
    assert [line for line in page.split("\n") if line.startswith("'")] == []
    assert page.isascii()
