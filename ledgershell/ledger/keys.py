"""Index keys: the equality key of a value, or its hash where that is long.

A lookup by a hashed key may in principle find a document that is not equal; the language rechecks the condition on
every document that an index finds, so that never shows.
"""

from __future__ import annotations

from hashlib import sha256

from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import MISSING, TypedNull, Value
from ledgershell.static_typing import Final

LONGEST_KEY: Final = 256
"""Longer keys are cut and completed by their SHA-256, so that no index entry grows with the data."""
_KEPT: Final = 64


def index_key(value: Value) -> bytes | None:
    """The key under which an index keeps a document with this field value; ``None``: it does not keep it.

    Null and MISSING equal nothing, so no lookup asks for them.
    """
    if value is None or value is MISSING or type(value) is TypedNull:
        return None
    key = equality_key(value)
    return key if len(key) <= LONGEST_KEY else key[:_KEPT] + sha256(key).digest()
