"""The codec alone: one document of 1 KB, encoded, hashed and read, against amazon.ion and json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from amazon.ion import simpleion

from bench.documents import document
from bench.timing import Row, medians, processor_seconds
from ledgershell.ion import dumps, from_python, to_amazon
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.hashing import encode_and_hash, hash_body, hash_with
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.to_json import write_json
from ledgershell.ion.values import Struct, Value

DOCUMENTS = 200
ROUNDS = 15


def _each(work: Callable[[Any], object], items: list[Any]) -> Callable[[], float]:
    """Microseconds of the processor for one item."""

    def all_items() -> None:
        for item in items:
            work(item)

    return lambda: processor_seconds(all_items) / len(items) * 1e6


def _whole(value: Value) -> None:
    """Decode all of a lazy value."""
    if isinstance(value, Struct):
        for item in value.values():
            _whole(item)
    elif isinstance(value, list):
        for item in value:
            _whole(item)


def codec(rounds: int = ROUNDS) -> list[Row]:
    """Encode and hash, verify, read two fields, read all."""
    documents = [from_python(document(number)) for number in range(DOCUMENTS)]
    amazon = [to_amazon(each) for each in documents]
    symbols = SymbolTable()
    bodies = [encode_body(each, symbols, grow=True) for each in documents]
    streams = [dumps(each) for each in documents]
    texts = [write_json(each) for each in documents]
    bare = simpleion.IonPyValueModel.MAY_BE_BARE

    def encode_plainly(pair: tuple[Any, Value]) -> None:
        simpleion.dumps(pair[0])
        hash_with(pair[1], hashlib.sha256)

    def verify_plainly(stream: bytes) -> None:
        hash_with(from_python(simpleion.loads(stream, value_model=bare)), hashlib.sha256)

    def two_fields(body: bytes) -> None:
        row = decode_body(body, symbols)
        row.get("City")
        row.get("Year")

    def two_fields_of_json(text: str) -> None:
        row = json.loads(text)
        row.get("City")
        row.get("Year")

    times = medians(
        {
            "encode": _each(lambda value: encode_and_hash(value, symbols, grow=False), documents),
            "encode plainly": _each(encode_plainly, list(zip(amazon, documents, strict=True))),
            "verify": _each(lambda body: hash_body(body, symbols), bodies),
            "verify plainly": _each(verify_plainly, streams),
            "two fields": _each(two_fields, bodies),
            "two fields of JSON": _each(two_fields_of_json, texts),
            "all fields": _each(lambda body: _whole(decode_body(body, symbols)), bodies),
            "amazon loads": _each(lambda stream: simpleion.loads(stream, value_model=bare), streams),
        },
        rounds,
    )

    def row(work: str, against: str, ours: str, theirs: str) -> Row:
        return Row(work, against, times[ours], times[theirs], "µs CPU", None, None)

    return [
        row("encode + hash a document", "amazon.ion dumps + plain Ion hash", "encode", "encode plainly"),
        row("hash a stored document", "amazon.ion loads + plain Ion hash", "verify", "verify plainly"),
        row("read two fields", "json.loads", "two fields", "two fields of JSON"),
        row("read all fields", "amazon.ion loads, bare values", "all fields", "amazon loads"),
    ]
