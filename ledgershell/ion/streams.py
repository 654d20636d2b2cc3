"""Whole Ion streams, text or binary: the public ``loads``, ``loads_all`` and ``dumps``."""

from __future__ import annotations

from ledgershell.errors import IonError
from ledgershell.ion.convert import from_python
from ledgershell.ion.encoder import VERSION_MARKER, encode_stream
from ledgershell.ion.values import Value
from ledgershell.static_typing import Any


def loads_all(data: bytes | str) -> list[Value]:
    """All values of Ion text (``str`` or bytes) or of Ion binary (bytes that begin with the version marker).

    Raises :class:`IonError`: LS-ION-001 or 002 for damaged data, 004 to 006 for what is beyond the limits; and
    ``TypeError`` for what is neither text nor bytes.
    """
    if isinstance(data, bytes | bytearray | memoryview):
        data = bytes(data)
        if data.startswith(VERSION_MARKER[:1]):
            from ledgershell.ion.decoder import decode_stream

            return decode_stream(data)
    elif not isinstance(data, str):
        raise TypeError(f"Ion data are bytes or a str, not {type(data).__name__}")
    from ledgershell.ion.text_reader import read_all

    return read_all(data)


def loads(data: bytes | str) -> Value:
    """The one value of Ion text or binary; :class:`IonError` also when there is none, or more than one."""
    values = loads_all(data)
    if len(values) != 1:
        count = "no value" if not values else f"{len(values)} values"
        binary = not isinstance(data, str) and bytes(data[:1]) == VERSION_MARKER[:1]
        code = "LS-ION-002" if binary else "LS-ION-001"
        raise IonError(code, f"the Ion data have {count} where one was wanted", hint="use loads_all")
    return values[0]


def dumps(value: Any, *, binary: bool = True, indent: int | None = None) -> Any:
    """A value as a complete Ion stream: ``bytes``, or with ``binary=False`` text (``str``).

    Plain Python objects are converted first (:func:`ledgershell.ion.from_python`).  ``indent`` is for text only.
    """
    value = from_python(value)
    if binary:
        return encode_stream([value])
    from ledgershell.ion.text_writer import write_text

    return write_text(value, indent=indent)
