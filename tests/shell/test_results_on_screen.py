r"""Results on a real terminal: the pager, what is left out, ``\x auto``, plain words, and documents that attack it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import Struct, Symbol
from ledgershell.render.formats import FORMATS
from tests.render.test_hostile_text import DANGEROUS, SEQUENCES
from tests.shell.terminal import Terminal

DIGITS = "<<0,1,2,3,4,5,6,7,8,9>>"
HUNDRED = f"SELECT a * 10 + b AS n FROM {DIGITS} AS a, {DIGITS} AS b"
PAGER = """
import sys
lines = sys.stdin.read().splitlines()
print(f"the pager got {len(lines)} lines, the last one {lines[-1]!r}")
"""
COUNTING_PAGER = r"""
import re, sys
print("control characters:", len(re.findall("[\0-\x09\x0b-\x1f]", sys.stdin.read())))
"""
QUITTING_PAGER = """
import os
first = os.read(0, 10).split(b"\\n")[0]
print(f"the pager saw {first!r} and has enough")
"""


def shell(folder: Path, *arguments: str, **variables: str) -> Terminal:
    terminal = Terminal(folder, *arguments, ":memory:", **{"NO_COLOR": "1", **variables})
    terminal.wait_for("memory=>")
    return terminal


def pager(folder: Path, program: str) -> str:
    """The command line of a pager that does what the program says."""
    path = folder / "pager.py"
    path.write_text(program)
    return f"{sys.executable} {path}"


def leave(terminal: Terminal) -> None:
    terminal.enter("\\q")
    assert terminal.end() == 0


class TestPager:
    def test_only_what_is_longer_than_the_screen_is_paged(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path, PAGER=pager(tmp_path, PAGER))
        terminal.enter("\\format ion-lines")
        terminal.enter(f"{HUNDRED};")
        screen = terminal.wait_for("100 documents in bag")
        assert "the pager got 100 lines, the last one '{n: 99}'" in screen
        terminal.enter(f"{HUNDRED} LIMIT 5;")
        screen = terminal.wait_for("5 documents in bag")
        assert screen.count("the pager got") == 1
        terminal.enter("\\?")
        screen = terminal.wait(lambda text: text.count("the pager got") == 2)
        leave(terminal)

    def test_it_can_be_switched_off_and_named_for_this_shell_alone(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path, PAGER="false", LEDGERSHELL_PAGER="")
        terminal.enter(f"{HUNDRED};")
        assert "│  99 │" in terminal.wait_for("100 documents in bag")
        leave(terminal)

    def test_a_pager_that_is_not_there_costs_nothing(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path, PAGER="no-such-pager -x")
        terminal.enter(f"{HUNDRED};")
        assert "│  99 │" in terminal.wait_for("100 documents in bag")
        leave(terminal)

    def test_quitting_it_early_ends_the_result_and_nothing_else(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path, PAGER=pager(tmp_path, QUITTING_PAGER))
        terminal.enter("\\format ion-lines")
        terminal.enter(f"SELECT a FROM {', '.join(f'{DIGITS} AS {name}' for name in 'abcdef')};")
        screen = terminal.wait_for("the pager was left before the end of the result")
        assert "has enough" in screen
        terminal.enter("SELECT 1 + 1;")
        terminal.wait_for("\n1 document in bag")
        leave(terminal)

    @pytest.mark.skipif(shutil.which("less") is None, reason="there is no less here")
    def test_less_shows_a_page_and_ctrl_c_in_it_ends_nothing(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path, PAGER="less", TERM="xterm")
        terminal.enter(f"{HUNDRED};")
        terminal.wait(lambda text: text.splitlines()[-1].strip() == ":")
        terminal.type("\x03")
        terminal.type("G")
        terminal.wait_for("│  99 │")
        terminal.type("q")
        terminal.wait_for("100 documents in bag")
        terminal.enter("SELECT 1 + 1;")
        terminal.wait_for("\n1 document in bag")
        leave(terminal)


class TestTables:
    @pytest.mark.parametrize("width", [40, 80, 200])
    def test_a_table_fits_the_screen_and_says_what_it_left_out(self, tmp_path: Path, width: int) -> None:
        fields = ", ".join(f"'field_{number}': 'value {number}'" for number in range(12))
        terminal = shell(tmp_path, "--demo", size=f"{width}x40")
        terminal.enter("\\format table")
        terminal.enter(f"SELECT * FROM <<{{{fields}, 'list': [1, {{'a': 'x'}}]}}>> AS d;")
        screen = terminal.wait_for("1 document in bag")
        drawn = [line for line in screen.splitlines() if line[:1] in "┌│├└" and line]
        assert len(drawn) == 6
        assert len({len(line) for line in drawn}) == 1
        assert len(drawn[0]) <= width
        kept = len(drawn[0].split("┬"))
        if width < 200:
            assert f"13 columns, {kept - 1} of them shown" in screen
            assert "…" in drawn[1]
        else:
            assert "shown" not in screen
        leave(terminal)

    def test_rows_in_the_middle_are_left_out_and_counted(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path)
        terminal.enter(f"SELECT a, b FROM {DIGITS} AS a, {DIGITS} AS b, {DIGITS} AS c, {DIGITS} AS d;")
        screen = terminal.wait_for("documents in bag")
        assert r"10,000 rows, 1,000 of them shown; \pset max_rows 0 shows all" in screen
        leave(terminal)


class TestHostileDocuments:
    """Everything that a document could say to a terminal, in every format, through the prompt's own machinery."""

    def test_no_byte_of_theirs_does_anything_in_any_format(self, tmp_path: Path) -> None:
        texts = [text for text in (*DANGEROUS, *SEQUENCES[::29]) if not re.search("[\ud800-\udfff]", text)]
        rows = [Struct([("a", text), ("b", Symbol(text)), ("c", [text, Struct([(text, 1)])])]) for text in texts]
        rows += [Struct([(f"n{text}", 1)]) for text in texts[:: len(texts) // 9]]
        literals = ", ".join(f"`{write_text(row)}`" for row in rows)
        names = [name for name, entry in FORMATS.items() if not entry.binary]
        shown = "".join(
            f"\\format {name}\nSELECT VALUE x FROM << {literals} >> AS x;\n\\echo =====\n" for name in names
        )
        (tmp_path / "hostile.pql").write_text(f"\\pset table T\n{shown}", encoding="utf-8")
        terminal = Terminal(tmp_path, "-q", "-f", "hostile.pql", ":memory:", NO_COLOR="1", TERM="xterm")
        assert terminal.end() == 0
        outputs = terminal.raw.replace("\r\n", "\n").split("=====\n")
        assert len(outputs) == len(names) + 1
        for name, output in zip(names, outputs, strict=False):
            data = output.replace("\t", "") if name == "tsv" else output
            assert len(data) > 1000
            assert (name, re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f]", data)) == (name, [])
            assert not set(data) & set(DANGEROUS) - {"\n"}

    def test_through_the_pager_neither(self, tmp_path: Path) -> None:
        terminal = shell(tmp_path, PAGER=pager(tmp_path, COUNTING_PAGER))
        terminal.enter("\\format ion-lines")
        terminal.enter(f'SELECT VALUE `"\\x1b[31m\\a\\x9b"` FROM {DIGITS} a, {DIGITS} b;')
        terminal.wait_for("control characters: 0")
        leave(terminal)

    def test_a_name_in_an_error_neither(self, tmp_path: Path) -> None:
        script = tmp_path / "x.pql"
        script.write_text('SELECT * FROM "a\x1b]0;b\x07\u202e";\n')
        terminal = Terminal(tmp_path, "-f", "x.pql", ":memory:", NO_COLOR="1", TERM="xterm")
        assert terminal.end() == 3
        assert re.findall("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", terminal.raw) == []


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_means_no_bold_and_no_dim_either(tmp_path: Path, variables: dict[str, str]) -> None:
    query = "SELECT * FROM <<{'a': null, 'b': 'x', 'c': [1]}>> AS d;\n"
    shown = "".join(f"\\format {name}\n{query}" for name in ("table", "ion", "vertical", "ion-lines"))
    (tmp_path / "x.pql").write_text(f"{shown}EXPLAIN {query}SELECT nonsense FROM;\n")
    terminal = Terminal(tmp_path, "-f", "x.pql", ":memory:", **variables)
    assert terminal.end() == 3
    assert "┌" in terminal.raw
    assert "RECORD" in terminal.raw
    assert "\x1b" not in terminal.raw


@pytest.mark.parametrize(("arguments", "variables"), [((), {"NO_COLOR": "1"}), (("--plain",), {})])
def test_the_prompt_without_colour_is_neither_bold_nor_underlined(
    tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    terminal = Terminal(tmp_path, *arguments, ":memory:", **variables)
    terminal.wait_for("=>")
    terminal.enter('SELECT VALUE (41 + 1) -- "sum"')
    terminal.enter(";")
    terminal.wait_for("42")
    leave(terminal)
    for attributes in re.findall("\x1b\\[([0-9;]*)m", terminal.raw):
        assert {"1", "3", "4", "7"}.isdisjoint(attributes.split(";")), attributes


def test_colour_can_be_forced_into_a_pipe(tmp_path: Path) -> None:
    import subprocess

    run = [sys.executable, "-m", "ledgershell", "--format", "ion", "-c", "SELECT VALUE 1", ":memory:"]
    environment = {**os.environ, "CLICOLOR_FORCE": "1"}
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    assert done.stdout == "\x1b[36m1\x1b[0m\n"
