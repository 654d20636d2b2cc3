"""The vectors of amazon-ion/ion-hash-test: each value with the exact calls that hashing it must make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from ledgershell.errors import IonError
from ledgershell.ion import loads, loads_all
from ledgershell.ion.decoder import decode_stream
from ledgershell.ion.encoder import VERSION_MARKER, encode_body
from ledgershell.ion.hashing import encode_and_hash, hash_body, hash_with, ion_hash
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import Annotated, SExpression, Struct, Symbol, Value
from tests.locations import CONFORMANCE

SUITE = CONFORMANCE / "ion-hash-tests"
pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"the Ion Hash test suite is not at {SUITE}")


class RecordingHasher:
    """Writes down what it is told, and hashes with MD5 or, as the identity, not at all."""

    def __init__(self, calls: list[tuple[str, bytes]], *, md5: bool) -> None:
        self.calls = calls
        self.md5 = md5
        self.data = b""

    def update(self, data: bytes, /) -> None:
        self.calls.append(("update", data))
        self.data += data

    def digest(self) -> bytes:
        result = hashlib.md5(self.data).digest() if self.md5 else self.data
        self.calls.append(("digest", result))
        return result


class Vector:
    """One value and the calls that one hash function must see."""

    def __init__(self, name: str, value: Value, function: str, expected: list[tuple[str, bytes]]) -> None:
        self.name = name
        self.value = value
        self.function = function
        self.expected = expected

    def calls(self) -> list[tuple[str, bytes]]:
        calls: list[tuple[str, bytes]] = []
        hash_with(self.value, lambda: RecordingHasher(calls, md5=self.function == "md5"))
        return calls


def plain(value: Value) -> Value:
    return value.value if type(value) is Annotated else value


def source_value(case: Struct) -> Value:
    if "ion" in case:
        return case["ion"]
    data = bytes(case["10n"])
    (value,) = decode_stream(data if data.startswith(VERSION_MARKER) else VERSION_MARKER + data)
    return value


def vectors() -> Iterator[Vector]:
    for number, entry in enumerate(loads_all((SUITE / "ion_hash_tests.ion").read_bytes())):
        case = plain(entry)
        value = source_value(case)
        name = entry.annotations[0] if type(entry) is Annotated else write_text(value)[:40]
        for function, calls in case["expect"].items():
            expected = [(call.annotations[0], bytes(call.value)) for call in calls]
            yield Vector(f"{number} {name} {function}", value, function, expected)


def test_every_vector_sees_the_calls_it_lists() -> None:
    seen = 0
    for vector in vectors():
        calls = vector.calls()
        kinds = {kind for kind, _ in vector.expected}
        if kinds == {"final_digest"}:
            assert [calls[-1][1]] == [data for _, data in vector.expected], vector.name
        else:
            assert [call for call in calls if call[0] in kinds] == vector.expected, vector.name
        seen += 1
    assert seen > 160


def test_all_four_ways_give_the_same_hash_of_every_vector() -> None:
    for vector in vectors():
        expected = hash_with(vector.value, hashlib.sha256)
        symbols = SymbolTable()
        body, fused = encode_and_hash(vector.value, symbols, grow=True)
        assert fused == ion_hash(vector.value) == hash_body(body, symbols) == expected, vector.name
        assert body == encode_body(vector.value, symbols, grow=False)


def naughty_values() -> Iterator[Value]:
    for line in (SUITE / "big_list_of_naughty_strings.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text = line.removeprefix("ion::")
            yield text
            yield Symbol(text)
            yield Annotated((text, text), 1)
            yield Struct([(text, text), ("a", Struct([(text, Symbol(text))]))])
            yield [text, SExpression([Symbol(text), text])]
            if line != text:
                try:
                    yield loads(text)
                except IonError:
                    continue  # a few of them are only meant to be written in quotes


def test_awkward_strings_hash_the_same_in_every_role() -> None:
    for value in naughty_values():
        expected = hash_with(value, hashlib.sha256)
        symbols = SymbolTable()
        body, fused = encode_and_hash(value, symbols, grow=True)
        assert fused == ion_hash(value) == hash_body(body, symbols) == expected, repr(value)
