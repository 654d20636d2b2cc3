"""Secrets that are planted in documents, and the search for them in files, byte by byte."""

from __future__ import annotations

import random
from base64 import b64encode
from decimal import Decimal
from pathlib import Path

from ledgershell.ion.encoder import encode_body
from ledgershell.ion.hashing import ion_hash
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Clob, Struct, Symbol, Value
from ledgershell.ledger.keys import index_key

WINDOW = 16
"""Bytes of a long secret that are looked for at once: it may be spread over several pages."""
INDEXED = ("mail", "number", "remark")


class Secret:
    """A document of many kinds of values, none of which is anywhere else, and the bytes that would betray them."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        chance = random.Random(f"secret {seed}")

        def word(length: int) -> str:
            return "".join(chance.choice("bcdfghjklmnpqrstvwxyz") for _ in range(length))

        self.mail = f"{word(12)}@{word(10)}.example"
        self.long = word(12_000)
        self.field = word(20)
        self.odd_field = f"{word(16)} {word(8)}!"
        self.number = chance.getrandbits(100)
        self.amount = Decimal(chance.getrandbits(90)).scaleb(-4)
        self.blob = chance.randbytes(40)
        self.remark = word(2_000)
        self.symbol = word(18)
        self.document = Struct(
            (
                ("mail", self.mail),
                ("number", self.number),
                ("remark", self.remark),
                ("amount", self.amount),
                ("born", Timestamp.from_milliseconds(1_000_000_000_000 + chance.getrandbits(36))),
                ("blob", self.blob),
                ("clob", Clob(self.blob[::-1])),
                ("kind", Symbol(self.symbol)),
                (self.field, 1),
                (self.odd_field, [self.long]),
            )
        )

    def traces(self) -> dict[str, list[bytes]]:
        """By what they betray: byte sequences none of which may be in any file."""
        found = {
            "mail": [self.mail.encode()],
            "long text": windows(self.long.encode()),
            "field name": [self.field.encode()],
            "odd field name": [self.odd_field.encode()],
            "symbol": [self.symbol.encode()],
            "remark": windows(self.remark.encode()),
            "blob": [self.blob[:20], self.blob[20:]],
            "clob": [self.blob[::-1][:20]],
        }
        for name in ("number", "amount", "born"):
            found[name] = [encoded(self.document[name]), write_text(self.document[name]).rstrip("Z").encode()]
        for name, data in (("blob", self.blob), ("clob", self.blob[::-1])):
            found[name].append(b64encode(data)[:24])
        for name in INDEXED:
            key = index_key(self.document[name])
            assert key is not None
            found[f"index key of {name}"] = [key[: 2 * WINDOW]]
        return found


def windows(data: bytes) -> list[bytes]:
    return [data[at : at + WINDOW] for at in range(0, len(data) - WINDOW, WINDOW)]


def encoded(value: Value) -> bytes:
    """A value's own bytes in Ion binary, without its descriptor."""
    body = encode_body(value, SymbolTable(), grow=False)
    return body[2:] if body[0] & 0x0F == 0x0E else body[1:]


def files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def betrayed(secret: Secret, folder: Path) -> dict[str, set[str]]:
    """What of a secret is in which files."""
    found: dict[str, set[str]] = {}
    for path in files(folder):
        data = path.read_bytes()
        for what, traces in secret.traces().items():
            if any(trace in data for trace in traces):
                found.setdefault(what, set()).add(path.name)
    return found


def data_hash(secret: Secret) -> bytes:
    """What may, and must, be left."""
    return ion_hash(secret.document)
