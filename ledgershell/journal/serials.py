"""The pieces of which the journal's own structs are hashed and written, made directly.

Under the write lock a commit hashes the metadata of each revision and the block.  The shapes of these structs are
known, and most of what is in them is the same for all revisions of a transaction.  So their Ion hash is put together
from pieces (by the rules that :mod:`ledgershell.ion.hashing` explains) and each piece is made once.  Tests hold the
results equal to :func:`ledgershell.ion.hashing.ion_hash` of the whole.

A *serial* is the serialisation of a value for the hash; *written* is its Ion binary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from ledgershell.ion.field_hashes import escape
from ledgershell.ion.scalar_encoding import HEADS, encode_timestamp
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import IonType
from ledgershell.static_typing import Final, TypeVar

_new_state: Final = sha256().copy


def string_serial(text: str) -> bytes:
    """A string."""
    data = text.encode()
    return b"\x0b\x80" + (data if text.isprintable() else escape(data)) + b"\x0e"


def blob_serial(content: bytes) -> bytes:
    """A blob."""
    return b"\x0b\xa0" + escape(content) + b"\x0e"


def int_serial(number: int) -> bytes:
    """An int, 0 or more."""
    return b"\x0b\x20" + escape(number.to_bytes((number.bit_length() + 7) // 8, "big")) + b"\x0e"


def list_serial(elements: Sequence[bytes]) -> bytes:
    """A list of serialised elements."""
    return b"\x0b\xb0" + b"".join(elements) + b"\x0e"


def struct_serial(field_hashes: Sequence[bytes]) -> bytes:
    """A struct, from the hashes of its fields."""
    return b"\x0b\xd0" + escape(b"".join(sorted(field_hashes))) + b"\x0e"


def name_serial(name: str) -> bytes:
    """A field's name: a symbol."""
    return b"\x0b\x70" + escape(name.encode()) + b"\x0e"


def field_hash(name: bytes, serial: bytes) -> bytes:
    """The hash of a field from its serialised name and value."""
    state = _new_state()
    state.update(name + serial)
    return state.digest()


_Key = TypeVar("_Key")
_REMEMBERED: Final = 256


class Remembered(dict[_Key, bytes]):
    """What was made of each key lately: most commits say again much of what the last ones said."""

    def __init__(self, make: Callable[[_Key], bytes]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _Key) -> bytes:
        made = self._make(key)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = made
        return made


_DAY: Final = 86_400_000


def _written_date(day: int) -> bytes:
    """The bytes of a day, counted from 1970, in a UTC timestamp; empty for years that need more care."""
    midnight = Timestamp.from_milliseconds(day * _DAY)
    return encode_timestamp(midnight)[1:6] if 128 <= midnight.year <= 9999 else b""


_dates: Final = Remembered(_written_date)


def written_time(milliseconds: int) -> bytes:
    """The Ion timestamp in UTC with three fractional digits."""
    day, rest = divmod(milliseconds, _DAY)
    date = _dates[day]
    if not date:
        return encode_timestamp(Timestamp.from_milliseconds(milliseconds))
    seconds, thousandths = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    written = date + bytes((hour | 0x80, minute | 0x80, second | 0x80, 0xC3))
    if thousandths:
        written += thousandths.to_bytes((thousandths.bit_length() >> 3) + 1, "big")
    return HEADS[IonType.TIMESTAMP][len(written)] + written


def time_serial(milliseconds: int) -> bytes:
    """The same for the hash."""
    return b"\x0b\x60" + escape(written_time(milliseconds)[1:]) + b"\x0e"
