"""The pieces of which the journal's own structs are hashed and written, made directly.

Under the write lock a commit hashes the metadata of each revision and the block.  The shapes of these structs are
known, and most of what is in them is the same for all revisions of a transaction.  So their Ion hash is put together
from pieces (by the rules that :mod:`ledgershell.ion.hashing` explains) and each piece is made once.  Tests hold the
results equal to :func:`ledgershell.ion.hashing.ion_hash` of the whole.

A *serial* is the serialisation of a value for the hash; *written* is its Ion binary.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledgershell.ion.field_hashes import escape
from ledgershell.ion.scalar_encoding import encode_timestamp
from ledgershell.ion.timestamp import Timestamp
from ledgershell.static_typing import Final

_new_state: Final = sha256().copy


def string_serial(text: str) -> bytes:
    """A string."""
    return b"\x0b\x80" + escape(text.encode()) + b"\x0e"


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


_written_times: Final[dict[int, bytes]] = {}
REMEMBERED_TIMES: Final = 64


def written_time(milliseconds: int) -> bytes:
    """The Ion timestamp in UTC with three fractional digits; the last few are remembered."""
    known = _written_times.get(milliseconds)
    if known is None:
        if len(_written_times) >= REMEMBERED_TIMES:
            _written_times.clear()
        known = _written_times[milliseconds] = encode_timestamp(Timestamp.from_milliseconds(milliseconds))
    return known


def time_serial(milliseconds: int) -> bytes:
    """The same for the hash."""
    return b"\x0b\x60" + escape(written_time(milliseconds)[1:]) + b"\x0e"
