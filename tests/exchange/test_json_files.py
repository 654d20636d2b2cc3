"""JSON files as documents, whatever their layout and wherever the reader's window ends."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.errors import FileError
from ledgershell.exchange import json_files
from ledgershell.exchange.json_files import read_json
from ledgershell.ion.values import Struct, Value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.json"


def plain(value: Value) -> object:
    if isinstance(value, Struct):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"b": "x"}]',
        '{"a": 1}\n{"b": "x"}\n',
        '\ufeff{"a":\n1}{"b"\n:"x"}',
        '\n[\n{"a":1}\n,\n{"b":"x"}\n]\n\n',
    ],
)
@pytest.mark.parametrize("window", [1, 3, 100_000])
def test_every_layout_is_the_same_documents(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str, window: int
) -> None:
    monkeypatch.setattr(json_files, "_CHUNK", window)
    path.write_text(text)
    assert [document.items() for document in read_json(path)] == [(("a", 1),), (("b", "x"),)]


def test_values_are_the_ion_that_json_is(path: Path) -> None:
    path.write_text(
        '{"price": 12.50, "mass": 1e3, "n": 7, "n": 8, "none": null, "yes": true, "in": [{"x": "é\\u0041"}]}'
    )
    (document,) = read_json(path)
    assert document.keys() == ("price", "mass", "n", "n", "none", "yes", "in")
    assert str(document["price"]) == "12.50"
    assert str(document["mass"]) == "1E+3"
    assert [type(value) for value in document.values()] == [Decimal, Decimal, int, int, type(None), bool, list]
    assert document["in"][0]["x"] == "éA"


@pytest.mark.parametrize("text", ["", " \n", "[]", " [ \n ] "])
def test_nothing_in_it(path: Path, text: str) -> None:
    path.write_text(text)
    assert list(read_json(path)) == []


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('[{"a": 1}', "LS-FILE-008", "line 1: the array is never closed"),
        ('[{"a": 1},\n]', "LS-FILE-008", "a comma without an object"),
        ('[{"a": 1}\n{"b": 1}]', "LS-FILE-008", "line 2: ',' or ']' expected"),
        ('[{"a": 1}]\n{}', "LS-FILE-008", "line 2: something follows"),
        ('{"a": 1}\n{"b": tru}\n', "LS-FILE-008", "line 2, column 7"),
        ('{"a": "x', "LS-FILE-008", "line 1, column 7: unterminated string"),
        ('{"a": 1}\n[1]\n', "LS-FILE-009", "line 2: not a JSON object"),
        ('{"a": ' * 5000, "LS-FILE-008", "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "LS-FILE-008", "5,000 digits"),
        ('{"a": 1e9999999}', "LS-FILE-008", "too large"),
        ('{"a": NaN}', "LS-FILE-008", "NaN"),
        ('{"a": "\t"}', "LS-FILE-008", "control character"),
    ],
)
@pytest.mark.parametrize("window", [7, 100_000])
def test_flaws_are_told_with_their_line(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: str, words: str, window: int
) -> None:
    monkeypatch.setattr(json_files, "_CHUNK", window)
    path.write_text(text)
    with pytest.raises(FileError) as caught:
        list(read_json(path))
    assert caught.value.code == code
    assert words in caught.value.message


def test_bytes_that_are_not_utf8(path: Path) -> None:
    path.write_bytes(b'{"a": 1}\n{"b": "\xff"}')
    with pytest.raises(FileError) as caught:
        list(read_json(path))
    assert caught.value.code == "LS-FILE-003"
    assert "byte 16" in caught.value.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=4), max_size=4), st.booleans(), st.booleans())
def test_what_pythons_writer_writes_comes_back(documents: list[dict[str, object]], lines: bool, indent: bool) -> None:
    layout = 2 if indent else None
    if lines:
        text = "\n".join(json.dumps(document, indent=layout) for document in documents)
    else:
        text = json.dumps(documents, indent=layout)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(text)
        file.flush()
        assert [plain(document) for document in read_json(file.name)] == documents
