"""Ion files as documents, wherever the reader's window ends."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import FileError
from ledgershell.exchange import ion_files
from ledgershell.exchange.ion_files import read_ion
from ledgershell.ion import dumps, ion_equal
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import Annotated, Clob, SExpression, Struct, Symbol, Value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.ion"


TWO = [Struct([("a", 1)]), Struct([("b", "x}{")])]


@pytest.mark.parametrize(
    "text",
    [
        '{a: 1} {b: "x}{"}',
        "{a: 1}\n{b: '''x}''' '''{'''}",
        '{a: 1},\n{b: "x}{"}\n',
        "\ufeff{a: /* } */ 1 // }\n}\n, /* { */ {'b': \"x}{\"} // {",
        '$ion_1_0 {a:1}{b:"x}{"}',
        '$ion_symbol_table::{symbols:["a", "b"]} {$10: 1} {$11: "x}{"}',
    ],
)
@pytest.mark.parametrize("window", [1, 2, 7, 100_000])
@pytest.mark.parametrize("batch", [1, 100_000])
def test_every_layout_is_the_same_documents(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str, window: int, batch: int
) -> None:
    monkeypatch.setattr(ion_files, "_CHUNK", window)
    monkeypatch.setattr(ion_files, "BATCH", batch)
    path.write_text(text)
    assert list(read_ion(path)) == TWO


def test_lobs_and_sexps_with_brackets_of_all_kinds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ion_files, "_CHUNK", 3)
    path.write_text("{a: {{ab//cd==}}, b: {{ \"}}\" }}, c: (a / b { d: [')'] }), e: {{'''}}''' '''{{'''}}}\n{}")
    first, second = read_ion(path)
    assert first["b"] == Clob(b"}}")
    assert first["e"] == Clob(b"}}{{")
    assert second == Struct()


def test_binary_ion(path: Path) -> None:
    path.write_bytes(dumps(TWO[0]) + dumps(TWO[1]))
    assert list(read_ion(path)) == TWO


@pytest.mark.parametrize("text", ["", "  \n", "// nothing\n", "/* { */"])
def test_nothing_in_it(path: Path, text: str) -> None:
    path.write_text(text)
    assert list(read_ion(path)) == []


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"{a: 1}\n{b: }\n", "LS-FILE-013", "line"),
        (b"{a: 1}\n{b: 2", "LS-FILE-013", "line"),
        (b"{a: 1}\n{b: 'x", "LS-FILE-013", "line"),
        (b"{a: 1}}", "LS-FILE-013", ""),
        (b"{a: 1} 5", "LS-FILE-009", "value 2 is not a struct"),
        (b"{a: 1}, x::{a: 1}", "LS-FILE-009", "value 2"),
        (b"[{a: 1}]", "LS-FILE-009", "value 1"),
        (b'{a: 1}\n{b: "\xff"}', "LS-FILE-003", "byte 12"),
        (b"{a: " * 5000, "LS-FILE-013", ""),
        (b"{a: " + b"9" * 6000 + b"}", "LS-FILE-013", ""),
        (b"\xe0\x01\x00\xea\xde\xff", "LS-FILE-013", ""),
        (b"{a: {{!!}}}", "LS-FILE-013", ""),
    ],
)
def test_flaws(path: Path, content: bytes, code: str, words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        list(read_ion(path))
    assert caught.value.code == code
    assert words in caught.value.message


text = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("{}[]()'\"/*\\,\n"), max_size=8)
value: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.integers() | text | text.map(Symbol) | st.binary(max_size=9) | st.binary(max_size=5).map(Clob),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(SExpression)
        | st.lists(st.tuples(text, inner), max_size=3).map(Struct)
        | st.tuples(text, inner).filter(lambda p: type(p[1]) is not Annotated).map(lambda p: Annotated((p[0],), p[1]))
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.tuples(text, value), max_size=4).map(Struct), max_size=5), st.integers(1, 40), st.booleans()
)
def test_what_is_written_comes_back(documents: list[Struct], window: int, pretty: bool) -> None:
    separators = itertools.cycle(["\n", ",\n", " ", "\n// {\n", "/*}*/,"])
    content = "".join(
        write_text(document, indent=2 if pretty else None) + end
        for document, end in zip(documents, separators, strict=False)
    )
    with tempfile.NamedTemporaryFile("wb", suffix=".ion") as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ion_files, "_CHUNK", window)
        patch.setattr(ion_files, "BATCH", window)
        file.write(content.encode())
        file.flush()
        found = list(read_ion(file.name))
    assert len(found) == len(documents)
    assert all(ion_equal(one, other) for one, other in zip(found, documents, strict=True))
