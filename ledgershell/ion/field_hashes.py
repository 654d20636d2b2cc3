"""The hashes of fields: what both fast ways to an Ion hash share, and remember.

A document of 40 fields takes 41 small hashes, and most of their cost is not SHA-256.  Three things help: the state of
SHA-256 after a field's name is kept and copied; a serialised name is kept; and the hashes of whole fields are kept by
the bytes of the field.  Status codes, cities and dates come back in every document, and an update brings back all
fields but one or two.  Fields that hardly ever repeat (ids) are found out soon, and are remembered no more.

All memories are bounded and hold nothing that could become stale: they are functions of their keys.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from ledgershell.ion.encoder import not_a_name
from ledgershell.ion.scalar_encoding import wrong_text
from ledgershell.ion.values import SYMBOL_ZERO
from ledgershell.static_typing import Final, Protocol


class _State(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


def escape(data: bytes) -> bytes:
    """``data`` with ESC before each byte that has a meaning in a serialisation."""
    if 0x0C in data:
        data = data.replace(b"\x0c", b"\x0c\x0c")
    if 0x0B in data:
        data = data.replace(b"\x0b", b"\x0c\x0b")
    if 0x0E in data:
        data = data.replace(b"\x0e", b"\x0c\x0e")
    return data


_MANY: Final = 8192


class _SerialSymbols(dict[str, bytes]):
    """Serialised symbols by text, made when first wanted; forgotten when there are very many."""

    def __missing__(self, name: str) -> bytes:
        if name is SYMBOL_ZERO:
            serial = b"\x0b\x71\x0e"
        else:
            if not isinstance(name, str):
                raise not_a_name(name)
            try:
                serial = b"\x0b\x70" + escape(name.encode()) + b"\x0e"
            except UnicodeEncodeError as error:
                raise wrong_text(error) from None
        if len(self) >= _MANY:
            self.clear()
        self[name] = serial
        return serial


SERIAL_SYMBOLS: Final = _SerialSymbols()


class _FieldStates(dict[str, Callable[[], _State]]):
    """By field name: makes a SHA-256 state that has taken in the serialised name."""

    def __missing__(self, name: str) -> Callable[[], _State]:
        copy = sha256(SERIAL_SYMBOLS[name]).copy
        if len(self) >= _MANY:
            self.clear()
        self[name] = copy
        return copy


FIELD_STATES: Final = _FieldStates()


class _StringFieldStates(dict[str, Callable[[], _State]]):
    """The same for fields that hold a string: the state has also taken in how a string begins."""

    def __missing__(self, name: str) -> Callable[[], _State]:
        copy = sha256(SERIAL_SYMBOLS[name] + b"\x0b\x80").copy
        if len(self) >= _MANY:
            self.clear()
        self[name] = copy
        return copy


STRING_FIELD_STATES: Final = _StringFieldStates()


_MANY_FIELDS: Final = 512
_MANY_VALUES: Final = 256
LONGEST_REMEMBERED: Final = 64
"""Longer values are unlikely to come back."""
FULL: Final[dict[bytes, bytes]] = {}
"""Stands for the memory of a field that has had too many different values; it stays empty."""


class _FieldHashes(dict[str, dict[bytes, bytes]]):
    """By field name: the hashes of fields by the bytes of their values."""

    def __missing__(self, name: str) -> dict[bytes, bytes]:
        if len(self) >= _MANY_FIELDS:
            self.clear()
        memo: dict[bytes, bytes] = {}
        self[name] = memo
        return memo


FIELD_HASHES: Final = _FieldHashes()


def remember(name: str, memo: dict[bytes, bytes], encoded: bytes, digest: bytes) -> None:
    """Keep the hash of the field ``name`` whose value is written as ``encoded``; no symbols, no containers."""
    if len(memo) < _MANY_VALUES:
        memo[encoded] = digest
    else:
        FIELD_HASHES[name] = FULL
