"""The digest: one hash that stands for a whole journal, and the receipt that goes with it.

A digest is the root of the Merkle tree over the hashes of all blocks up to a *tip*.  Whoever has it in a safe place,
and later meets a journal that leads to the same digest, knows that nothing in it was changed, left out or put in.
That place must be out of reach of whoever could change the ledger: paper, another machine, a bucket with object lock.
A digest kept beside the ledger proves nothing, since who rewrites one rewrites the other.

A bare root says too little about *which* tree it is the root of.  So a receipt of ours tells, beside it,

* the ledger's id and the strand, so that another ledger with a sound journal of its own is not taken for this one;
* the tip and the number of blocks, which fix how long each proof must be;
* a second root, over the same blocks, by the rules of RFC 9162.  The first one, Amazon QLDB's, is made of sorted pairs
  and does not know their order; this one does (:mod:`ledgershell.journal.merkle`).

It is written in the shape of Amazon's GetDigest, with more fields behind: as Ion, or as JSON where Ion values are held
as text, ``{"IonText": "…"}``.  What GetDigest itself gave is read too; it has the first root and the tip only::

    { Digest:           {{…}},                                     32 bytes
      DigestTipAddress: {strandId: "…", sequenceNo: 123},
      LedgerId:         "…",
      Size:             124,                                       blocks 0 to 123
      Rfc9162Root:      {{…}},                                     32 bytes
      ForeignBlocks:    100,                                       only in ledgers that were imported, see below
      Time:             2024-01-31T12:00:00.000Z }                 when it was taken

**Blocks of others.**  Our blocks have one entry more than Amazon's, over the block's time and transaction id, and
nothing in them that is not explained.  In a ledger that was imported from Amazon's and gone on with, the first
``ForeignBlocks`` blocks need not have that.  Where ours begin must not be left to the file: who says that a block of
ours is a foreign one may change its time unseen.  So the receipt says it, where there are any.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from ledgershell.errors import IonError, VerificationError
from ledgershell.ion.streams import loads
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.static_typing import Final, NamedTuple

HASH_LENGTH: Final = 32
LARGEST_SEQUENCE_NO: Final = (1 << 63) - 1
ION_TEXT: Final = "IonText"
_ANCHORING_FIELDS: Final = ("Digest", "DigestTipAddress", "LedgerId", "Size", "Rfc9162Root", "ForeignBlocks", "Time")


class Digest(NamedTuple):
    """A digest with what is known of it.

    ``digest``       Amazon QLDB's root; ``rfc9162`` the other one, ``None`` in digests of others
    ``sequence_no``  the tip: the last block under the digest; ``first`` is the first one (above 0 only in a journal
                     that was imported from its middle)
    ``foreign``      so many of the first blocks are another ledger's
    """

    digest: bytes
    strand_id: str
    sequence_no: int
    first: int = 0
    ledger_id: str | None = None
    rfc9162: bytes | None = None
    time: Timestamp | None = None
    foreign: int = 0

    @property
    def size(self) -> int:
        """How many blocks are under it: the number of leaves of both trees."""
        return self.sequence_no - self.first + 1

    @property
    def own(self) -> bool:
        """Whether this program made it."""
        return self.rfc9162 is not None

    def owns(self, seq: int) -> bool:
        """Whether this program wrote that block, so that nothing in it may be unexplained."""
        return self.own and seq >= self.first + self.foreign


def address_struct(strand_id: str, sequence_no: int) -> Struct:
    """``{strandId, sequenceNo}``."""
    return Struct((("strandId", strand_id), ("sequenceNo", sequence_no)))


def digest_struct(digest: Digest) -> Struct:
    """The receipt, as an Ion struct."""
    fields: list[tuple[str, Value]] = [
        ("Digest", digest.digest),
        ("DigestTipAddress", address_struct(digest.strand_id, digest.sequence_no)),
    ]
    if digest.ledger_id is not None:
        fields.append(("LedgerId", digest.ledger_id))
    if digest.own or digest.first:
        fields.append(("Size", digest.size))
    if digest.rfc9162 is not None:
        fields.append(("Rfc9162Root", digest.rfc9162))
    if digest.foreign:
        fields.append(("ForeignBlocks", digest.foreign))
    if digest.time is not None:
        fields.append(("Time", digest.time))
    return Struct(fields)


def json_shape(value: Struct) -> Struct:
    """A receipt or proof as Amazon's JSON has it: hashes in Base64, everything made of Ion held as its text."""
    return Struct((name, _json_value(field)) for name, field in value.items())


def _json_value(value: Value) -> Value:
    if type(value) is bytes:
        return b64encode(value).decode("ascii")
    if isinstance(value, Struct) or type(value) is list:
        return Struct(((ION_TEXT, write_text(value)),))
    return value


def malformed(problem: str, what: str = "digest") -> VerificationError:
    """The error for a receipt or a proof that is not one."""
    return VerificationError(
        "LS-VERIFY-002", f"that is no {what}: {problem}", hint="give the file that get-digest or \\proof wrote"
    )


def held(value: Value) -> Value:
    """The Ion value that ``{"IonText": "…"}`` holds; any other value as it is.  Raises :class:`IonError`."""
    if isinstance(value, Struct) and value.keys() == (ION_TEXT,) and type(value[ION_TEXT]) is str:
        return loads(value[ION_TEXT])
    return value


def hash_in(value: Value, what: str) -> bytes:
    """A hash that is written as a blob, or, in JSON, as Base64.  Raises ``LS-VERIFY-002`` for anything else."""
    if type(value) is str:
        try:
            value = b64decode(value, validate=True)
        except (NotBase64, ValueError):
            raise malformed(f"{what} is not Base64") from None
    if type(value) is not bytes or len(value) != HASH_LENGTH:
        raise malformed(f"{what} does not have {HASH_LENGTH} bytes")
    return value


def address_in(value: Value, what: str = "the address") -> tuple[str, int]:
    """Strand and sequence number of ``{strandId, sequenceNo}``.  Raises ``LS-VERIFY-002`` for anything else."""
    address = held(value)
    if not isinstance(address, Struct) or sorted(address.keys()) != ["sequenceNo", "strandId"]:
        raise malformed(f"{what} is not {{strandId, sequenceNo}}", "address")
    strand_id, sequence_no = address["strandId"], address["sequenceNo"]
    if type(strand_id) is not str or type(sequence_no) is not int:
        raise malformed(f"{what} needs a string and a whole number", "address")
    if not 0 <= sequence_no <= LARGEST_SEQUENCE_NO:
        raise malformed(f"{what} has a sequence number out of range", "address")
    return strand_id, sequence_no


def digest_from(value: Value) -> Digest:
    """The digest in a receipt of ours or in Amazon's GetDigest, Ion or JSON.  Raises ``LS-VERIFY-002``."""
    if not isinstance(value, Struct):
        raise malformed("it is not a struct")
    for name in _ANCHORING_FIELDS:
        if value.keys().count(name) > 1:
            raise malformed(f"it has {name} twice")
    try:
        root = hash_in(value.get("Digest"), "Digest")
        strand_id, tip = address_in(value.get("DigestTipAddress"), "DigestTipAddress")
    except IonError as error:
        raise malformed(error.message) from None
    ledger_id, size, other = value.get("LedgerId"), value.get("Size"), value.get("Rfc9162Root")
    if size is MISSING:
        size = tip + 1
    if type(size) is not int or not 1 <= size <= tip + 1:
        raise malformed("Size does not fit DigestTipAddress")
    if ledger_id is not MISSING and type(ledger_id) is not str:
        raise malformed("LedgerId is not a string")
    foreign = value.get("ForeignBlocks", 0)
    if type(foreign) is not int or not 0 <= foreign <= size:
        raise malformed("ForeignBlocks does not fit Size")
    return Digest(
        root,
        strand_id,
        tip,
        tip + 1 - size,
        ledger_id if type(ledger_id) is str else None,
        None if other is MISSING else hash_in(other, "Rfc9162Root"),
        _time(value.get("Time")),
        foreign,
    )


def _time(value: Value) -> Timestamp | None:
    if type(value) is str:
        try:
            return Timestamp.parse(value)
        except (IonError, ValueError):
            raise malformed("Time is not a timestamp") from None
    if value is not MISSING and type(value) is not Timestamp:
        raise malformed("Time is not a timestamp")
    return value if type(value) is Timestamp else None


def read_digest(data: bytes) -> Digest:
    """The digest in a file's bytes: Ion text or binary, or JSON (which is Ion text too)."""
    try:
        return digest_from(loads(data))
    except IonError as error:
        raise malformed(error.message) from None
