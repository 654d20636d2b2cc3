"""What a transaction writes, as bytes and hashes.

A module of its own, since a query on its own needs neither the encoder nor a hash, and both take time to load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from ledgershell.ion.encoder import Names
from ledgershell.ion.fused import PAIRERS, encode_and_hash, ion_hash
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import Struct, Value
from ledgershell.journal.hashing import dot
from ledgershell.journal.serials import list_serial

Serials = Mapping[int, tuple[Value, bytes]]
"""What documents were hashed from, by ``id()``."""


def encode(document: Struct, symbols: SymbolTable) -> tuple[bytes, bytes, bytes]:
    """A document's body, its hash, and what that was made from; ``symbols`` may grow."""
    names = Names(symbols, grow=True)
    encoded, serial = PAIRERS[type(document)](document, names, 0)
    return names.body(document, encoded), sha256(serial).digest(), serial


def encode_again(body: bytes, old: SymbolTable, symbols: SymbolTable) -> bytes:
    """A body written with another symbol table, which may grow."""
    return encode_and_hash(decode_body(body, old), symbols, grow=True)[0]


def statement_digest(text_hash: bytes, parameters: Sequence[Value], serials: Serials) -> bytes:
    """The digest of a statement with parameters (see :func:`ledgershell.journal.block.statement_digest`)."""
    digest = text_hash
    for parameter in parameters:
        digest = dot(digest, _hash_of(parameter, serials))
    return digest


def _hash_of(parameter: Value, serials: Serials) -> bytes:
    """The Ion hash of a parameter, from what is known when it is a document just written, or a list of them."""
    known = serials.get(id(parameter))
    if known is not None:
        return sha256(known[1]).digest()
    if type(parameter) is list and parameter:
        elements = [serials.get(id(element)) for element in parameter]
        if None not in elements:
            return sha256(list_serial([element[1] for element in elements if element is not None])).digest()
    return ion_hash(parameter)
