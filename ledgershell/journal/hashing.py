"""From many hashes to one: the dot operator and Amazon QLDB's Merkle tree.

A hash is a 32-byte fingerprint (SHA-256).  Nobody can find two inputs with the same one, so whoever knows the hash of
something can tell whether it was changed.  A ledger needs one hash that stands for *everything* ever written, and
must be able to show that a single document is part of it without handing out all the others.  Both come from
combining hashes in pairs.

**Dot.**  ``dot(a, b)`` joins two hashes into one: SHA-256 of the two, one after the other.  Which of them comes first
does not depend on the order of the arguments but on their bytes: they are compared from the *last* byte to the first,
each byte as a signed number (-128 to 127), and the smaller goes first.  So ``dot(a, b) == dot(b, a)``, and a proof
need not tell left from right.  An absent hash is the empty string and adds nothing: ``dot(a, b"") == a``.

**Merkle tree.**  To combine a list, neighbours are joined from left to right, again and again, until one hash is
left: the root.  An odd one at the end is carried up as it is.  Five hashes::

    level 3                 root = dot(x, e)
                           /                \\
    level 2            x = dot(p, q)         e
                      /            \\         |
    level 1      p = dot(a, b)   q = dot(c, d)   e      (nobody to join: carried up)
                  /     \\         /     \\         |
    level 0      a       b       c       d       e

To show that ``c`` is in the tree of which you know the root, three hashes are enough: ``d``, ``p`` and ``e``.  Anyone
can compute ``dot(dot(dot(c, d), p), e)`` and compare.  For a million leaves it takes twenty.

**A block** of the journal is made of such trees (:mod:`ledgershell.journal.block`)::

    blockHash(n)   = dot(entriesHash, previousBlockHash)      previousBlockHash = blockHash(n - 1)
    entriesHash    = merkle_root(entriesHashList)
    entriesHashList: the Ion hash of transactionInfo, merkle_root(hashes of the revisions), …
    revision hash  = dot(Ion hash of metadata, Ion hash of data)

so every block hash stands for all blocks before it, and the **digest**, the Merkle root over all block hashes, for
the whole journal.

What sorted pairs do *not* show is the place of a leaf: swapping ``a`` with ``b``, or ``p`` with ``q``, gives the same
root.  So a proof shows membership, never position; position is checked from the data (the block address and the
version are inside what is hashed), and :mod:`ledgershell.journal.merkle` keeps a second tree that does know its
order.

These rules are Amazon QLDB's; the tests check them against hashes that the service itself computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledgershell.static_typing import Final

HASH_LENGTH: Final = 32
NO_HASH: Final = b""
"""Stands where there is nothing to hash: deleted data, or the block before the first one."""

_SIGNED_ORDER: Final = bytes(byte ^ 0x80 for byte in range(256))
"""Maps each byte so that unsigned comparison of the result is signed comparison of the byte."""


def dot(left: bytes, right: bytes) -> bytes:
    """Two hashes as one.  Each is 32 bytes or empty; raises ``ValueError`` for anything else."""
    if not left:
        return right
    if not right:
        return left
    if len(left) != HASH_LENGTH or len(right) != HASH_LENGTH:
        raise ValueError("a hash has 32 bytes")
    if left[::-1].translate(_SIGNED_ORDER) <= right[::-1].translate(_SIGNED_ORDER):
        return sha256(left + right).digest()
    return sha256(right + left).digest()


def merkle_root(hashes: Sequence[bytes]) -> bytes:
    """The root over the hashes in their order; empty for none, the hash itself for one."""
    if len(hashes) == 1:
        return hashes[0]
    level = list(hashes)
    while len(level) > 1:
        above = [dot(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0] if level else NO_HASH
