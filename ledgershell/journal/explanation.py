"""A proof told step by step, so that each step can be repeated with a pencil and ``sha256sum``.

The verifier answers yes or no.  Here the same computation is written down: what is hashed, byte for byte; which two
hashes are joined, which of them goes first and why, and what comes out.  Two kinds of steps:

*   **hash a value**: the Ion hash of metadata or data.  Each field of a struct is hashed by itself, so the step lists
    the inner hashes first, from the inside out, each with the bytes that are hashed;
*   **join two hashes**: the smaller one first, then SHA-256 of both, 64 bytes.

Bytes are given in hexadecimal, as ``sha256sum`` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from ledgershell.ion.hashing import hash_with
from ledgershell.ion.values import Annotated, Struct, Value
from ledgershell.journal.digest import Digest
from ledgershell.journal.hashing import dot, merkle_root
from ledgershell.journal.verify import HEADER_FIELDS
from ledgershell.journal.verify_proof import path_length
from ledgershell.static_typing import Final, NamedTuple


class Hashed(NamedTuple):
    """Some bytes and their SHA-256; ``what`` says of which value or field these are the serialisation."""

    what: str
    content: bytes
    result: bytes


class HashStep(NamedTuple):
    """The Ion hash of a value: ``inner`` hashes of fields, from the inside out, then the value's own."""

    title: str
    inner: tuple[Hashed, ...]
    content: bytes
    result: bytes


class JoinStep(NamedTuple):
    """Two hashes joined.  ``left`` is what the steps so far have given, ``right`` the sibling."""

    title: str
    left: bytes
    right: bytes
    right_is: str
    right_first: bool
    why: str
    result: bytes


class NodeStep(NamedTuple):
    """Two nodes of the tree of RFC 9162 joined: their order is that of the blocks, and 01 stands before them."""

    title: str
    left: bytes
    left_is: str
    right: bytes
    right_is: str
    result: bytes


class TakeStep(NamedTuple):
    """A hash that is taken as it is, with the reason."""

    title: str
    why: str
    result: bytes


Step = HashStep | JoinStep | NodeStep | TakeStep


class Explanation(NamedTuple):
    """The steps, and what must come out at the end, with its name."""

    steps: tuple[Step, ...]
    digest: bytes
    name: str = "digest"

    @property
    def result(self) -> bytes:
        """What does come out."""
        return self.steps[-1].result


class _Recorder:
    """A hash object that keeps what it is given."""

    def __init__(self, kept: list[bytes]) -> None:
        self._kept = kept
        self._data = b""

    def update(self, data: bytes, /) -> None:
        self._data += data

    def digest(self) -> bytes:
        self._kept.append(self._data)
        return sha256(self._data).digest()


def hash_step(title: str, value: Value) -> HashStep:
    """How the Ion hash of a value comes about."""
    kept: list[bytes] = []
    result = hash_with(value, lambda: _Recorder(kept))
    names = list(_fields(value, ""))
    inner = tuple(
        Hashed(name, content, sha256(content).digest()) for name, content in zip(names, kept[:-1], strict=True)
    )
    return HashStep(title, inner, kept[-1], result)


def _fields(value: Value, path: str) -> Iterator[str]:
    """The fields inside a value in the order in which their hashes are finished: each behind those inside it."""
    if isinstance(value, Annotated):
        yield from _fields(value.value, path)
    elif isinstance(value, Struct):
        for name, field in value.items():
            here = f"{path}.{name}" if path else name
            yield from _fields(field, here)
            yield here
    elif isinstance(value, list):
        for at, element in enumerate(value):
            yield from _fields(element, f"{path}[{at}]")


def join_step(title: str, left: bytes, right: bytes, right_is: str) -> JoinStep:
    """How two hashes are joined, and which of them goes first."""
    right_first, why = _order(left, right)
    return JoinStep(title, left, right, right_is, right_first, why, dot(left, right))


def _order(left: bytes, right: bytes) -> tuple[bool, str]:
    for at in range(len(left) - 1, -1, -1):
        if left[at] != right[at]:
            one, two = _signed(left[at]), _signed(right[at])
            place = "the last byte" if at == len(left) - 1 else f"the last byte that differs (number {at + 1})"
            first, second = ("right", "left") if two < one else ("left", "right")
            smaller, larger = (right[at], left[at]) if two < one else (left[at], right[at])
            values = f"{smaller:02x} ({_signed(smaller)}) in {first} and {larger:02x} ({_signed(larger)}) in {second}"
            return two < one, f"{place} is {values}; the smaller one goes first"
    return False, "both are equal"


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


# -- Revisions and blocks

_JOURNAL: Final = "in the tree over all blocks"


def explain_revision(revision: Struct, proof: Sequence[bytes], digest: Digest) -> Explanation:
    """From a revision to the digest."""
    steps: list[Step] = [hash_step("the hash of the metadata", revision["metadata"])]
    metadata_hash = steps[-1].result
    if "data" in revision:
        steps.append(hash_step("the hash of the data", revision["data"]))
    elif "dataHash" in revision:
        steps.append(
            TakeStep("the hash of the data", "the data were redacted; their hash is kept", revision["dataHash"])
        )
    if len(steps) > 1:
        steps.append(join_step("the hash of the revision", metadata_hash, steps[-1].result, "the hash of the data"))
    else:
        steps.append(TakeStep("the hash of the revision", "a deletion has no data to join", metadata_hash))
    seq = revision["blockAddress"]["sequenceNo"]
    outside = path_length(seq - digest.first, digest.size)
    linked = 1 if seq > 0 else 0
    inside = len(proof) - outside - linked
    for at, sibling in enumerate(proof):
        if at < inside:
            of_entries = digest.owns(seq) and at >= inside - 2
            title = "in the tree over the block's entries" if of_entries else "in the trees inside the block"
            if digest.owns(seq) and not of_entries:
                title = "in the tree over the block's revisions"
        else:
            title = "with the hash of the block before: the block's hash" if at < inside + linked else _JOURNAL
        steps.append(join_step(title, steps[-1].result, sibling, f"number {at + 1} of the proof"))
    return Explanation(tuple(steps), digest.digest)


def explain_block(block: Struct, proof: Sequence[bytes], digest: Digest) -> Explanation:
    """From a block to the digest."""
    header = Struct((name, block[name]) for name in HEADER_FIELDS)
    steps: list[Step] = []
    own = digest.owns(block["blockAddress"]["sequenceNo"])
    if own:
        steps.append(hash_step("entry 1 of the block, its header", header))
    entries: list[bytes] = block["entriesHashList"]
    revisions = [revision["hash"] for revision in block["revisions"]]
    if revisions and own:
        why = f"the Merkle root over the hashes of {len(revisions)} revision{'' if len(revisions) == 1 else 's'}"
        steps.append(TakeStep(f"entry {len(steps) + 1} of the block, its revisions", why, merkle_root(revisions)))
    if own:
        for name in ("redactionInfo", "transactionInfo"):
            if name in block:
                steps.append(hash_step(f"entry {len(steps) + 1} of the block, its {name}", block[name]))
    else:
        steps.append(hash_step("one of the block's entries, its transactionInfo", block["transactionInfo"]))
    steps.append(TakeStep("the hash of all entries", "the Merkle root over entriesHashList", merkle_root(entries)))
    previous = block["previousBlockHash"]
    if previous:
        steps.append(join_step("the block's hash", steps[-1].result, previous, "the hash of the block before"))
    else:
        steps.append(TakeStep("the block's hash", "the first block has none before it", steps[-1].result))
    for at, sibling in enumerate(proof):
        steps.append(join_step(_JOURNAL, steps[-1].result, sibling, f"number {at + 1} of the proof"))
    return Explanation(tuple(steps), digest.digest)
