"""The verifier: is this journal what it claims to be?

It trusts nothing but SHA-256, Ion Hash and the few lines below, so they are kept short and written on their own: the
rules of :mod:`ledgershell.journal.hashing` stand here a second time, in the plainest words.  It reads blocks as Ion
structs, in order, one at a time, and recomputes every hash from the data:

1.  revision   ``hash = dot(ionHash(metadata), ionHash(data))``.  Redacted: ``dataHash`` stands for the second.
               Deleted: there is no second.
2.  entries    one hash for each part of the block, listed in ``entriesHashList``: the header (``blockAddress``,
               ``transactionId``, ``blockTimestamp``), the Merkle root over the revisions, ``redactionInfo``,
               ``transactionInfo``
3.  block      ``entriesHash`` = Merkle root of that list; ``blockHash = dot(entriesHash, previousBlockHash)``
4.  chain      ``previousBlockHash`` is the hash *computed* for the block before; ``sequenceNo`` counts up by one;
               the strand stays the same; time does not go back

Positions are read from the data and not from any proof, since a Merkle proof of sorted pairs does not show them.

What it does not say: that nobody has replaced the whole journal by another consistent one.  Only a digest that was
kept elsewhere can tell that.

Journals of other ledgers (``own=False``) may have what ours never have: entries and revisions of which only the hash
is known, no header entry, a first block from the middle.  Where this program has gone on with such a journal, the first
block that carries our header entry is where the strict rules begin, and they hold for all blocks behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from ledgershell.errors import LedgershellError
from ledgershell.ion.hashing import ion_hash
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, Struct, Value

KNOWN_BLOCK_FIELDS = frozenset(
    {
        "blockAddress",
        "transactionId",
        "blockTimestamp",
        "blockHash",
        "entriesHash",
        "previousBlockHash",
        "entriesHashList",
        "transactionInfo",
        "redactionInfo",
        "revisions",
    }
)
KNOWN_REVISION_FIELDS = frozenset({"blockAddress", "hash", "data", "dataHash", "metadata"})
HEADER_FIELDS = ("blockAddress", "transactionId", "blockTimestamp")


class Finding(NamedTuple):
    """Something that is not as it must be.

    ``seq``    the block: its place in the sequence, counted, not what it says of itself
    ``entry``  the part of the block: ``block``, ``entriesHashList``, ``transactionInfo``, ``revisions[3]``
    """

    seq: int
    entry: str
    field: str
    expected: Value
    found: Value


def dot(left: bytes, right: bytes) -> bytes:
    """SHA-256 of two hashes, the one first whose bytes, from the last to the first, as signed numbers, are smaller."""
    if not left or not right:
        return left or right
    by_last_byte_first = [[byte - 256 if byte > 127 else byte for byte in reversed(side)] for side in (left, right)]
    if by_last_byte_first[0] > by_last_byte_first[1]:
        left, right = right, left
    return sha256(left + right).digest()


def merkle_root(hashes: Sequence[bytes]) -> bytes:
    """Neighbours joined, an odd last one carried up, until one hash is left."""
    while len(hashes) > 1:
        hashes = [dot(*hashes[at : at + 2]) if at + 1 < len(hashes) else hashes[at] for at in range(0, len(hashes), 2)]
    return hashes[0] if hashes else b""


class ChainVerifier:
    """Takes the blocks of one strand in order and says of each what is wrong with it.

    ``own``: the blocks were written by this program, so nothing in them may be unexplained, and the first one is
    block 0; else it becomes true at the first block of ours.  ``whole``: all blocks will be given, so that each
    redaction finds what it redacts.  ``recorded_from``: data that are gone from an earlier block may have been taken
    away where we did not see it.  ``blocks`` and ``revisions`` count what was checked, ``foreign`` those blocks that
    are not ours, ``unexplained`` their entries of which only the hash is known; ``first`` is the first block's number.
    """

    def __init__(
        self, *, own: bool = True, strand_id: str | None = None, whole: bool = True, recorded_from: int = 0
    ) -> None:
        self.own = own
        self.whole = whole
        self.recorded_from = recorded_from
        self.first = 0
        self.foreign = 0
        self.strand_id: Value = strand_id
        self.blocks = 0
        self.revisions = 0
        self.seq = -1
        self.block_hash: Value = b""
        self.unexplained = 0
        self._time: Timestamp | None = None
        self._findings: list[Finding] = []
        self._redacted: dict[tuple[int, str, int], int] = {}
        """(seq, document id, version) of redacted data, and their place in the block, until a block redacts them."""

    def add(self, block: Struct) -> list[Finding]:
        """Check the next block; returns all that is wrong, nothing when it is sound."""
        self._findings = []
        try:
            self._check(block)
        except LedgershellError as error:
            self._report("block", "bytes", "well-formed Ion", error.message)
        self.blocks += 1
        return self._findings

    def skip(self, block_hash: bytes) -> None:
        """Go on behind a block that could not be read; the caller has told of it."""
        self.seq += 1
        self.blocks += 1
        self.block_hash = block_hash

    def finish(self) -> list[Finding]:
        """What only shows at the end of a whole journal of ours: data that are gone though no block redacts them."""
        expected = "a later block that redacts it"
        return [
            Finding(seq, f"revisions[{at}]", "dataHash", expected, MISSING)
            for (seq, *_), at in self._redacted.items()
            if seq >= self.recorded_from
        ]

    def _check(self, block: Struct) -> None:
        address = _struct(block.get("blockAddress"))
        if self.blocks == 0 and not self.own and type(address.get("sequenceNo")) is int:
            self.seq = self.first = address["sequenceNo"]
            self.block_hash = block.get("previousBlockHash")
        else:
            self.seq += 1
        if not self.own:
            self.own = carries_our_header(block)
            self.foreign += not self.own
        if self.blocks == 0 and self.strand_id is None:
            self.strand_id = address.get("strandId")
        self._fields("block", block, KNOWN_BLOCK_FIELDS)
        self._check_place(address)
        self._check_time(block)
        self._expect("block", "previousBlockHash", self.block_hash, block.get("previousBlockHash"))

        entries = [entry for entry in _list(block.get("entriesHashList")) if self._is_hash("entriesHashList", entry)]
        self._check_entries(block, entries)
        entries_hash = merkle_root(entries)
        self._expect("block", "entriesHash", entries_hash, block.get("entriesHash"))
        # From here on the chain goes on with what was computed, whatever the block says.
        previous = block.get("previousBlockHash")
        self.block_hash = dot(entries_hash, previous if _is_hash(previous) else b"")
        self._expect("block", "blockHash", self.block_hash, block.get("blockHash"))

    def _check_place(self, address: Struct) -> None:
        self._expect("blockAddress", "strandId", self.strand_id, address.get("strandId"))
        stated = address.get("sequenceNo")
        self._expect("blockAddress", "sequenceNo", self.seq, stated)
        if type(stated) is int and stated > self.seq:
            self.seq = stated  # blocks are missing: that is one fault, and not one for each block that follows

    def _check_time(self, block: Struct) -> None:
        time = block.get("blockTimestamp")
        if type(time) is not Timestamp:
            self._report("block", "blockTimestamp", "a timestamp", time)
            return
        if self._time is not None and time.instant() < self._time.instant():
            self._report("block", "blockTimestamp", f"not before {self._time.text()}", time)
        self._time = time

    def _check_entries(self, block: Struct, entries: Sequence[bytes]) -> None:
        """Each part of the block must be in the list; in a block of ours nothing else, and in this order."""
        revisions = _list(block.get("revisions"))
        if type(block.get("revisions")) is not list and (self.own or "revisions" in block):
            self._report("block", "revisions", "a list", block.get("revisions"))
        hashes = [self._check_revision(block, at, _struct(revision)) for at, revision in enumerate(revisions)]
        self._check_documents(block, revisions)
        parts: list[tuple[str, bytes]] = []
        if self.own:
            parts.append(("header", ion_hash(Struct((name, block.get(name)) for name in HEADER_FIELDS))))
        if self.own and self.whole and "redactionInfo" in block:
            self._check_redactions(_list(_struct(block["redactionInfo"]).get("revisions")))
        if revisions:
            parts.append(("revisions", self._revisions_root(revisions, hashes, entries)))
        parts += [(name, ion_hash(block[name])) for name in ("redactionInfo", "transactionInfo") if name in block]
        for at, (name, computed) in enumerate(parts):
            if self.own:
                self._expect("entriesHashList", name, computed, entries[at] if at < len(entries) else MISSING)
            elif computed not in entries:
                self._report("entriesHashList", name, computed, MISSING)
        if self.own:
            for unexplained in entries[len(parts) :]:
                self._report("entriesHashList", "entry", MISSING, unexplained)
        else:
            self.unexplained += len(set(entries) - {computed for _, computed in parts})

    def _revisions_root(self, revisions: Sequence[Value], hashes: Sequence[bytes], entries: Sequence[bytes]) -> bytes:
        root = merkle_root(hashes)
        if not self.own and root not in entries:
            # The developer guide has a block whose root leaves out the system revision that it lists.
            return merkle_root(
                [one for one, revision in zip(hashes, revisions, strict=True) if len(_struct(revision)) > 1]
            )
        return root

    def _check_revision(self, block: Struct, at: int, revision: Struct) -> bytes:
        """The revision's hash as computed, or as stated where that is all there is."""
        entry = f"revisions[{at}]"
        self.revisions += 1
        stated = revision.get("hash")
        self._fields(entry, revision, KNOWN_REVISION_FIELDS)
        if len(revision) == 1 and not self.own:
            return stated if self._is_hash(entry, stated) else b""
        metadata = _struct(revision.get("metadata"))
        self._expect(entry, "blockAddress", block.get("blockAddress"), revision.get("blockAddress"))
        self._expect(entry, "metadata.txId", block.get("transactionId"), metadata.get("txId"))
        data_hash = b""
        if "data" in revision:
            data_hash = ion_hash(revision["data"])
            if "dataHash" in revision:
                self._report(entry, "dataHash", MISSING, revision["dataHash"])
        elif "dataHash" in revision and self._is_hash(entry, revision["dataHash"]):
            data_hash = revision["dataHash"]
            if self.whole:
                self._redacted[self.seq, str(metadata.get("id")), _int(metadata.get("version"))] = at
        computed = dot(ion_hash(metadata), data_hash)
        self._expect(entry, "hash", computed, stated)
        return computed

    def _check_redactions(self, named: Sequence[Value]) -> None:
        """A revision that this block redacts must have lost its data."""
        for at, one in enumerate(map(_struct, named)):
            seq = _int(_struct(one.get("blockAddress")).get("sequenceNo"))
            gone = self._redacted.pop((seq, str(one.get("documentId")), _int(one.get("version"))), None)
            if gone is None and not 0 <= seq < self.first:
                self._report(f"redactionInfo[{at}]", "revision", "an earlier one without its data", one)

    def _check_documents(self, block: Struct, revisions: Sequence[Value]) -> None:
        """Each document that the transaction says it changed must have exactly one revision here."""
        ids = [_struct(_struct(revision).get("metadata")).get("id") for revision in revisions]
        texts = [one for one in ids if type(one) is str]
        if len(set(texts)) < len(texts):
            self._report("revisions", "metadata.id", "each document once", "a document twice")
        there = frozenset(texts)
        for document_id in _struct(_struct(block.get("transactionInfo")).get("documents")):
            if document_id not in there:
                self._report("revisions", "metadata.id", document_id, MISSING)

    def _fields(self, entry: str, struct: Struct, known: frozenset[str]) -> None:
        """No field twice (readers could take either), and in ours no field that no hash covers."""
        names = struct.keys()
        if len(set(names)) < len(names):
            self._report(entry, "fields", "each name once", ", ".join(names))
        if self.own:
            for name in names:
                if name not in known:
                    self._report(entry, name, MISSING, struct.get(name))

    def _expect(self, entry: str, field: str, expected: Value, found: Value) -> None:
        if not _same(expected, found):
            self._report(entry, field, expected, found)

    def _is_hash(self, entry: str, value: Value) -> bool:
        if _is_hash(value):
            return True
        self._report(entry, "hash", "32 bytes", value)
        return False

    def _report(self, entry: str, field: str, expected: Value, found: Value) -> None:
        self._findings.append(Finding(self.seq, entry, field, expected, found))


def carries_our_header(block: Struct) -> bool:
    """Whether the first entry of a block is the hash of its header, which no other ledger writes."""
    entries = _list(block.get("entriesHashList"))
    return bool(entries) and entries[0] == ion_hash(Struct((name, block.get(name)) for name in HEADER_FIELDS))


def verify_chain(blocks: Iterable[Struct], *, own: bool = True, strand_id: str | None = None) -> Iterator[Finding]:
    """All findings in the blocks of one strand, given in order; see :class:`ChainVerifier`."""
    verifier = ChainVerifier(own=own, strand_id=strand_id)
    for block in blocks:
        yield from verifier.add(block)
    yield from verifier.finish()


def _same(expected: Value, found: Value) -> bool:
    if isinstance(expected, Struct) and isinstance(found, Struct):
        return _plain_fields(expected) == _plain_fields(found) is not None or expected == found
    return type(expected) is type(found) and bool(expected == found)


def _plain_fields(struct: Struct) -> list[tuple[str, type, Value]] | None:
    """The fields of a struct of strings and ints, comparable at once; ``None`` for any other."""
    fields = [(name, type(value), value) for name, value in struct.items()]
    return fields if all(kind is str or kind is int for _, kind, _ in fields) else None


def _struct(value: Value) -> Struct:
    """The value if it is a struct, else one without fields, in which whatever is looked for is missing."""
    return value if isinstance(value, Struct) else Struct()


def _list(value: Value) -> list[Value]:
    return value if type(value) is list else []


def _int(value: Value) -> int:
    return value if type(value) is int else -1


def _is_hash(value: Value) -> bool:
    return type(value) is bytes and len(value) == 32
