"""The command line is read twice over: by the quick reader and by click.  Both come from one table and must agree."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.commands.click_reader import read
from ledgershell.commands.options import OPTIONS, OUTPUT_FORMATS, SUBCOMMAND_NAMES, Invocation
from ledgershell.commands.quick_reader import read_quickly
from ledgershell.commands.subcommands import SUBCOMMANDS, Call
from ledgershell.errors import UsageError
from ledgershell.render.formats import FORMATS

FLAGS = [flag for option in OPTIONS for flag in option.flags]
WORDS = [
    "SELECT 1",
    "",
    "-",
    "--",
    "a.ledger",
    "x=1",
    "x=",
    "=1",
    "json",
    "text",
    "-c",
    "--demo",
    "my ledger",
    "é",
    "-1",
]


def arguments() -> st.SearchStrategy[list[str]]:
    """Command lines that look like ours: flags, clusters, attached values, stray words, mistakes."""
    long_with_value = st.builds("{}={}".format, st.sampled_from(FLAGS), st.sampled_from(WORDS))
    cluster = st.text(alphabet="cfovq1aXVz=", min_size=1, max_size=5).map(lambda letters: f"-{letters}")
    one = st.one_of(st.sampled_from(FLAGS), st.sampled_from(WORDS), long_with_value, cluster)
    return st.lists(one, max_size=8)


@settings(max_examples=1500, deadline=None)
@given(arguments())
def test_what_the_quick_reader_understands_click_reads_the_same(line: list[str]) -> None:
    quick = read_quickly(line)
    if quick is not None:
        assert read(line) == quick


@settings(max_examples=300, deadline=None)
@given(arguments())
def test_what_the_quick_reader_leaves_is_help_or_a_mistake(line: list[str]) -> None:
    if read_quickly(line) is None:
        with pytest.raises(UsageError):
            read(line)


def test_commands_and_files_keep_their_order() -> None:
    expected = (("command", "a"), ("file", "b.pql"), ("command", "c"), ("file", "d.pql"))
    line = ["-c", "a", "-fb.pql", "--command=c", "x.ledger", "--file", "d.pql"]
    for answer in (read_quickly(line), read(line)):
        assert isinstance(answer, Invocation)
        assert (answer.items, answer.ledger) == (expected, "x.ledger")


def test_the_seed_of_a_demo_follows_an_equals_sign_only() -> None:
    for reader in (read_quickly, read):
        plain, seeded = reader(["--demo", "x.ledger"]), reader(["--demo=spring", "x.ledger"])
        assert isinstance(plain, Invocation)
        assert isinstance(seeded, Invocation)
        assert (plain.demo, plain.ledger) == ("demo", "x.ledger")
        assert (seeded.demo, seeded.ledger) == ("spring", "x.ledger")


def test_an_option_as_a_value_is_a_value() -> None:
    for reader in (read_quickly, read):
        answer = reader(["-c", "--demo", "--", "-q"])
        assert isinstance(answer, Invocation)
        assert (answer.items, answer.demo, answer.ledger, answer.quiet) == (
            (("command", "--demo"),),
            None,
            "-q",
            False,
        )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--nosuch"], "No such option"),
        (["--format", "xml"], "xml"),
        (["-v", "1 2=3"], "NAME=VALUE"),
        (["-c"], "requires an argument"),
        (["a.ledger", "b.ledger"], "unexpected extra argument"),
        (["--quiet=yes"], "does not take a value"),
        (["create-ledger", "--permissions-mode", "NONE"], "NONE"),
        (["test"], "Missing argument"),
    ],
)
def test_a_mistake_is_named(line: list[str], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(line)
    assert said in raised.value.message
    assert raised.value.code == "LS-CLI-002"


@pytest.mark.parametrize("name", [subcommand.name for subcommand in SUBCOMMANDS])
def test_each_subcommand_has_help(name: str) -> None:
    text = read([name, "--help"])
    assert isinstance(text, str)
    assert f"Usage: ledgershell {name}" in text


def test_help_shows_how_an_optional_value_is_written_and_whole_sentences() -> None:
    text = read(["--help"])
    assert isinstance(text, str)
    assert "--demo[=SEED] " in text
    assert "Run each PATH (x.pql, or the .pql files of a folder)" in text
    assert max(map(len, text.splitlines())) <= 90


@pytest.mark.parametrize(
    "line", [["list-ledger", "--permissions-mode"], ["creat-ledger", "a", "b"], ["tets", "a", "b"]]
)
def test_a_misspelt_subcommand_has_a_candidate(line: list[str]) -> None:
    with pytest.raises(UsageError) as raised:
        read(line)
    assert "did you mean ledgershell" in (raised.value.hint or "")


def test_help_names_every_option_and_subcommand() -> None:
    text = read(["--help"])
    assert isinstance(text, str)
    assert [flag for flag in FLAGS if flag not in text] == []
    assert [each.name for each in SUBCOMMANDS if each.name not in text] == []


def test_subcommands_are_read_with_their_options() -> None:
    call = read(["create-ledger", "--name", "bank", "--no-deletion-protection"])
    assert isinstance(call, Call)
    assert (call.subcommand.name, call.options["name"], call.options["deletion_protection"]) == (
        "create-ledger",
        "bank",
        False,
    )


def test_the_names_of_subcommands_are_those_of_their_table() -> None:
    assert frozenset(each.name for each in SUBCOMMANDS) == SUBCOMMAND_NAMES


def test_no_two_options_share_a_flag() -> None:
    assert len(FLAGS) == len(set(FLAGS))


def test_every_output_format_is_an_option() -> None:
    assert set(OUTPUT_FORMATS) == set(FORMATS)


def test_the_quick_reader_imports_no_parser() -> None:
    script = (
        "import sys; from ledgershell.commands.quick_reader import read_quickly; "
        "assert read_quickly(['-c', 'SELECT 1']); "
        "print([name for name in ('click', 'argparse', 'inspect', 'dataclasses') if name in sys.modules])"
    )
    outcome = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True)
    assert outcome.stdout == "[]\n"
