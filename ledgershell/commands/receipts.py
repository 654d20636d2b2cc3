"""Digests and proofs in files: written, read, and checked without a ledger."""

from __future__ import annotations

from pathlib import Path

from ledgershell.commands.output import file_error
from ledgershell.errors import FileError, IonError, LedgerError, UsageError, VerificationError
from ledgershell.exchange.output_file import output_file
from ledgershell.ion.streams import loads
from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.journal.digest import Digest, address_in, digest_from, held, json_shape, malformed, read_digest
from ledgershell.journal.explained_growth import explain_growth
from ledgershell.journal.explanation import Explanation, explain_block, explain_revision
from ledgershell.journal.verify import Finding
from ledgershell.journal.verify_proof import verify_block_proof, verify_consistency, verify_revision_proof
from ledgershell.ledger.names import shown
from ledgershell.render.ion_form import ion_pretty, json_form
from ledgershell.render.safe_text import escaped_json, visible_lines
from ledgershell.static_typing import Final, NamedTuple

LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes.  A proof holds at most one block."""
FILE_SCHEME: Final = "file://"
SHORTHAND: Final = "IonText="


def as_text(value: Struct, format_name: str | None) -> str:
    """A receipt or a proof as text: Ion, or JSON in the shape of Amazon's command line."""
    if format_name == "json":
        import json

        pretty = json.dumps(json.loads(json_form(json_shape(value))), indent=4, ensure_ascii=False)
        return "".join(escaped_json(line) + "\n" for line in pretty.split("\n"))
    return visible_lines(ion_pretty(value)) + "\n"


def save(path: str, value: Struct, format_name: str | None = None) -> None:
    """Write a receipt or a proof to a file, whole or not at all."""
    with output_file(path, replace=True) as stream:
        stream.write(as_text(value, format_name))


def read_bytes(path: str) -> bytes:
    """All of a file.  Raises :class:`FileError`."""
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise file_error(path, error if isinstance(error, OSError) else OSError(0, str(error)), writing=False) from None
    if len(data) > LARGEST_FILE:
        raise FileError("LS-FILE-012", f"the file is larger than {LARGEST_FILE} bytes", hint="a proof is not that long")
    return data


def read_anchor(path: str) -> Digest:
    """The digest in a file.  Raises ``LS-VERIFY-002`` when there is none."""
    return read_digest(read_bytes(path))


def sequence_no(text: str, strand_id: str) -> int:
    """The sequence number that an address means.

    It is given as a number, as Ion (``{strandId: "…", sequenceNo: 3}``), as Amazon's command line has it
    (``{"IonText": "…"}``, ``IonText="…"``), or as a ``file://`` with one of these.  Raises :class:`UsageError`
    (LS-CLI-002) for anything else, :class:`LedgerError` (LS-VERIFY-003) for another strand.
    """
    given = text
    if text.startswith(FILE_SCHEME):
        text = read_bytes(text[len(FILE_SCHEME) :]).decode("utf-8", "replace").strip()
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    if text.startswith(SHORTHAND):
        text = text[len(SHORTHAND) :]
        if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
            text = text[1:-1]
    try:
        strand, number = address_in(loads(text))
    except (IonError, VerificationError) as error:
        raise UsageError(
            "LS-CLI-002",
            f"that is no block address: {shown(given)}",
            hint='a sequence number, or {strandId: "…", sequenceNo: n}, or file:// with one of these',
        ) from error
    if strand != strand_id:
        raise LedgerError(
            "LS-VERIFY-003", "the address names another strand", hint=f"the strand of this ledger is {strand_id}"
        )
    return number


class Checked(NamedTuple):
    """What a proof came to.  ``anchored``: the digest did not come with the proof itself."""

    what: str
    findings: list[Finding]
    digest: Digest
    anchored: bool
    explanation: Explanation | None


def check_proof(data: bytes, anchor: Digest | None, *, explain: bool = False) -> Checked:
    """Check the proof in a file's bytes, against the anchor or else the digest that lies beside it."""
    try:
        value = loads(data)
        if not isinstance(value, Struct):
            raise malformed("it is not a struct", "proof")
        if len(set(value.keys())) < len(value):
            raise malformed("it has a field twice", "proof")
        if "ConsistencyProof" in value:
            return _check_growth(value, anchor, explain=explain)
        return _check_membership(value, anchor, explain=explain)
    except IonError as error:
        raise malformed(error.message, "proof") from None


def _check_membership(value: Struct, anchor: Digest | None, *, explain: bool) -> Checked:
    if anchor is None:
        if "Digest" not in value:
            raise malformed("there is no digest in it; name one with --digest", "proof")
        digest = digest_from(value)
    else:
        digest = anchor
    block, revision = (_struct(held(value.get(name)), name) for name in ("Block", "Revision"))
    proof = _list(held(value.get("Proof")), "Proof")
    anchored = anchor is not None
    if revision is not None:
        found = verify_revision_proof(revision, proof, digest, block)
        told = explain_revision(revision, proof, digest) if explain and not found else None
        return Checked(_named(revision), found, digest, anchored, told)
    if block is None:
        raise malformed("there is neither a block nor a revision in it", "proof")
    position = value.get("PositionProof")
    way = None if position is MISSING else _list(held(position), "PositionProof")
    found = verify_block_proof(block, proof, digest, way)
    told = explain_block(block, proof, digest) if explain and not found else None
    address = block.get("blockAddress")
    number = address.get("sequenceNo") if isinstance(address, Struct) else None
    return Checked(f"block {number if type(number) is int else '?'}", found, digest, anchored, told)


def _check_growth(value: Struct, anchor: Digest | None, *, explain: bool) -> Checked:
    first = digest_from(held(value.get("FirstDigest")))
    second = digest_from(held(value.get("SecondDigest")))
    proof = _list(held(value.get("ConsistencyProof")), "ConsistencyProof")
    found = verify_consistency(first, second, proof)
    if anchor is not None and anchor._replace(time=None) != first._replace(time=None):
        found.append(Finding(first.sequence_no, "proof", "FirstDigest", anchor.digest, first.digest))
    what = f"the growth from block {first.sequence_no} to block {second.sequence_no}"
    told = explain_growth(first, second, proof) if explain and not found else None
    return Checked(what, found, second, anchor is not None, told)


def _named(revision: Struct) -> str:
    metadata = revision.get("metadata")
    if not isinstance(metadata, Struct):
        return "revision"
    return f"document {metadata.get('id')} version {metadata.get('version')}"


def _struct(value: Value, name: str) -> Struct | None:
    if value is MISSING:
        return None
    if not isinstance(value, Struct):
        raise malformed(f"{name} is not a struct", "proof")
    return value


def _list(value: Value, name: str) -> list[Value]:
    if type(value) is not list:
        raise malformed(f"{name} is not a list", "proof")
    return value
