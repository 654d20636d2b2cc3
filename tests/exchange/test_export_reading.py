"""Objects are read piece by piece: the same values, and where each begins, whatever the pieces are."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import ExitCode, IonError, Terminated
from ledgershell.exchange import export_text
from ledgershell.exchange.export_text import read_text_values
from ledgershell.ion import loads, loads_all
from ledgershell.ion.encoder import encode_stream
from ledgershell.ion.stream_reader import read_binary
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import MISSING, Struct, Value
from tests.ion.strategies import values

LIMIT = 1 << 20
documents = st.lists(st.builds(lambda name, value: Struct([(name, value)]), st.text(max_size=8), values()), max_size=5)
between = st.sampled_from(["", " ", "\n", "\r\n\t", "// {a: 1}\n", "/* { ' \" */", "$ion_1_0 ", "/**/\n//\n"])


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_text, "_CHUNK", 7)


@given(documents, st.lists(between, min_size=6, max_size=6), st.booleans())
def test_text_is_cut_where_its_structs_begin(found: list[Struct], spaces: list[str], pretty: bool) -> None:
    text, places = spaces[0], []
    for value, space in zip(found, spaces[1:], strict=False):
        places.append(len(text.encode()))
        text += write_text(value, indent=2 if pretty else None) + space
    read = list(read_text_values(io.BytesIO(text.encode()), LIMIT))
    assert [offset for offset, _ in read] == places
    assert [write_text(value) for _, value in read] == [write_text(value) for value in loads_all(text)]


@pytest.mark.parametrize(
    "text",
    [
        "{a: '''x } { y''' '''z'''}",
        "{a: 'x}', '}': \"}\\\"}\"}",
        "{a: {{ \"}}\" }}, b: {{aGk=}}, c: {{ '''}''' '''}}''' }}}",
        "{a: [{b: {}}, ({c: 1})], // }\n d: 1 /* } */}",
        "{'': 1, a: ''}",
        "{a: {b: {c: {d: {}}}}}",
    ],
)
def test_brackets_that_are_none(text: str) -> None:
    twice = f"{text}\n{text}"
    assert [offset for offset, _ in read_text_values(io.BytesIO(twice.encode()), LIMIT)] == [0, len(text.encode()) + 1]


@given(st.lists(documents, max_size=3))
def test_binary_is_read_as_the_whole_is(streams: list[list[Struct]]) -> None:
    data = b"".join(encode_stream(stream) for stream in streams)
    read = list(read_binary(io.BytesIO(data), LIMIT)) if data else []
    assert [write_text(value) for _, value in read] == [
        write_text(value) for value in (loads_all(data) if data else [])
    ]
    for offset, value in read:
        assert data[offset] >> 4 == 13
        assert isinstance(value, Struct)
        assert {name for name in value if value.get(name) is MISSING} == set()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_is_not_taken_for_bad_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a signal's handler raises inside amazon.ion's extension comes out as an error about the text."""
    pieces = ", ".join(['{b: "x", c: [1, 2], d: {e: "y"}}'] * 600)
    text = f"{{a: [{pieces}]}}".encode()

    def stop(*_: object) -> None:
        raise Terminated(ExitCode.TERMINATED)

    def read_until_stopped(milliseconds: int) -> None:
        # It rings again, since the extension may swallow what was raised and go on.
        signal.setitimer(signal.ITIMER_REAL, milliseconds / 1000, 1)
        try:
            while True:
                list(read_text_values(io.BytesIO(text), LIMIT))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    monkeypatch.setattr(export_text, "_CHUNK", LIMIT)
    before = signal.signal(signal.SIGALRM, stop)
    try:
        for milliseconds in range(5, 65, 3):
            with pytest.raises((Terminated, KeyboardInterrupt)):
                read_until_stopped(milliseconds)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def names_of(values_read: Iterator[tuple[int, Value]]) -> list[Value]:
    return [value.get("b") for _, value in values_read if isinstance(value, Struct)]


def test_names_are_found_in_every_table_of_a_stream() -> None:
    """A later table replaces the one before, or adds to it."""
    first, second = encode_stream([loads("{a: 1, b: 2}")]), encode_stream([loads("{b: 3, a: 4}")])
    appended = bytes.fromhex(
        "e00100ea e98183d687b481618162 d68a21018b2102"  # symbols a and b; {a: 1, b: 2}
        "ea8183d786710387b28163 d68c21018b2105"  # and c; {c: 1, b: 5}
    )
    assert names_of(read_binary(io.BytesIO(first + second), LIMIT)) == [2, 3]
    assert names_of(read_binary(io.BytesIO(appended), LIMIT)) == [2, 5]
    assert [value.get("b") for value in loads_all(appended)] == [2, 5]


@pytest.mark.parametrize("size", [200, 5_000])
def test_a_value_beyond_the_limit_is_given_up(size: int) -> None:
    value = Struct([("a", "x" * size)])
    for data, read in ((write_text(value).encode(), read_text_values), (encode_stream([value]), read_binary)):
        with pytest.raises(IonError, match="more than 100"):
            list(read(io.BytesIO(data), 100))
