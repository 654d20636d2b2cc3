"""A journal such as Amazon QLDB wrote them, and its export, made without the code that is to read them.

Its blocks lack what ours have (the hash of the header), and have what ours lack: entries and revisions of which only
the hash is known.  Hashes are joined here in the plainest words; only the Ion hash of a value is the project's own,
which is held against Amazon's test vectors elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from ledgershell.ion import ion_hash
from ledgershell.ion.streams import dumps
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct, Value

STRAND = "KmA3ZZca7vAIiJAK9S5Iwl"
EXPORT = "8UyXulxccYLAsbN1aon7e4"
PERSON = "LSkFkQvkIOjCmpTZpkfpn9"
VEHICLE = "Ad3A07z0ZffC7Gpso7BXyO"
OLD = "BFJKdXgzt9oF4wjMbuxy4G"
START = 1_568_826_014_000


def joined(left: bytes, right: bytes) -> bytes:
    """QLDB's dot: the smaller first, from the last byte on, bytes signed."""
    if not left or not right:
        return left + right

    def signed(side: bytes) -> list[int]:
        return [byte - 256 if byte > 127 else byte for byte in side[::-1]]

    first, second = sorted((left, right), key=signed)
    return hashlib.sha256(first + second).digest()


def tree(hashes: Sequence[bytes]) -> bytes:
    level = list(hashes)
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [joined(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0] if level else b""


def identity(name: str) -> str:
    return name.rjust(22, "0")


def struct(**fields: Value) -> Struct:
    return Struct(fields.items())


def unknown(text: str) -> bytes:
    """The hash of something that Amazon kept to itself."""
    return hashlib.sha256(text.encode()).digest()


class AmazonJournal:
    """Grows block by block.  ``first`` above 0: an export from mid-journal."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self.blocks: list[Struct] = []
        self._previous = unknown("the block before") if first else b""

    @property
    def next(self) -> int:
        return self.first + len(self.blocks)

    def _time(self) -> int:
        return START + len(self.blocks) * 1000

    def _stamp(self) -> Timestamp:
        """With nanoseconds, as some of the service's blocks have them."""
        text = Timestamp.from_milliseconds(self._time() + 20).text()
        return Timestamp.parse(text.replace("Z", "000001Z"))

    def metadata(self, name: str, version: int) -> Struct:
        time = Timestamp.from_milliseconds(self._time())
        return struct(id=identity(name), version=version, txTime=time, txId=identity(f"tx{self.next}"))

    def revision(self, name: str, version: int, data: Struct | None) -> Struct:
        metadata = self.metadata(name, version)
        content = joined(ion_hash(metadata), b"" if data is None else ion_hash(data))
        address = struct(strandId=STRAND, sequenceNo=self.next)
        if data is None:
            return struct(blockAddress=address, hash=content, metadata=metadata)
        return struct(blockAddress=address, hash=content, data=data, metadata=metadata)

    def append(
        self,
        *statements: str,
        documents: Sequence[tuple[str, str, str]] = (),
        revisions: Sequence[Struct] = (),
        system: int = 0,
        redacted: Sequence[Struct] = (),
    ) -> None:
        """``documents`` are (name, table's name, table's id); ``system``: so many revisions are hashes alone."""
        seq = self.next
        shown = [struct(hash=unknown(f"{seq} {at}")) for at in range(system)] + list(revisions)
        ran = [
            struct(
                statement=text,
                startTime=Timestamp.from_milliseconds(self._time() - 40),
                statementDigest=unknown(text),
            )
            for text in statements
        ]
        changed = Struct(
            (identity(name), struct(tableName=table, tableId=table_id, statements=[0]))
            for name, table, table_id in documents
        )
        info = struct(statements=ran, documents=changed)
        entries = [unknown(f"first of {seq}")]
        if shown:
            entries.append(tree([each["hash"] for each in shown]))
        redaction = struct(revisions=list(redacted))
        if redacted:
            entries.append(ion_hash(redaction))
        entries.append(unknown(f"third of {seq}"))
        if statements:
            entries.append(ion_hash(info))
        entries_hash = tree(entries)
        block_hash = joined(entries_hash, self._previous)
        fields: list[tuple[str, Value]] = [
            ("blockAddress", struct(strandId=STRAND, sequenceNo=seq)),
            ("transactionId", identity(f"tx{seq}")),
            ("blockTimestamp", self._stamp()),
            ("blockHash", block_hash),
            ("entriesHash", entries_hash),
            ("previousBlockHash", self._previous),
            ("entriesHashList", entries),
        ]
        if statements:
            fields.append(("transactionInfo", info))
        if redacted:
            fields.append(("redactionInfo", redaction))
        if shown:
            fields.append(("revisions", shown))
        self.blocks.append(Struct(fields))
        self._previous = block_hash

    def redact(self, seq: int, position: int) -> None:
        """Take the data of a revision away, as the service did later on."""
        block = self.blocks[seq - self.first]
        revisions = list(block["revisions"])
        old = revisions[position]
        revisions[position] = struct(
            blockAddress=old["blockAddress"],
            hash=old["hash"],
            dataHash=ion_hash(old["data"]),
            metadata=old["metadata"],
        )
        self.blocks[seq - self.first] = Struct(
            (name, revisions if name == "revisions" else value) for name, value in block.items()
        )

    def digest(self) -> str:
        """What GetDigest answered, as the command line saved it."""
        tip = f'{{strandId: "{STRAND}", sequenceNo: {self.next - 1}}}'
        root = base64.b64encode(tree([block["blockHash"] for block in self.blocks])).decode()
        return json.dumps({"Digest": root, "DigestTipAddress": {"IonText": tip}})

    def export(self, folder: Path, *, per_object: int = 4, prefix: str = "journal/", binary: bool = False) -> Path:
        """Files as the service left them in a bucket, of which what lies under the prefix was copied to ``folder``."""
        keys = []
        for at in range(0, len(self.blocks), per_object):
            part = self.blocks[at : at + per_object]
            key = f"2019/09/18/17/{STRAND}.{self.first + at}-{self.first + at + len(part) - 1}.ion"
            path = folder / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                b"".join(dumps(block) for block in part)
                if binary
                else "\n".join(str(dumps(block, binary=False, indent=2)) for block in part).encode()
            )
            keys.append(prefix + key)
        started = struct(
            ledgerName="vehicle-registration",
            exportId=EXPORT,
            inclusiveStartTime=Timestamp.parse("2019-09-18T00:00:00Z"),
            exclusiveEndTime=Timestamp.parse("2019-09-19T00:00:00Z"),
            bucket="a-bucket",
            prefix=prefix,
            objectEncryptionType="NO_ENCRYPTION",
        )
        self.manifest(folder, "started.manifest", started, binary)
        self.manifest(folder, f"{STRAND}.completed.manifest", struct(keys=keys), binary)
        return folder

    def manifest(self, folder: Path, ending: str, value: Struct, binary: bool = False) -> None:
        data = dumps(value, binary=binary)
        (folder / f"{EXPORT}.{ending}").write_bytes(data if binary else str(data).encode())


def person(name: str, age: int, **more: Value) -> Struct:
    return struct(Name=name, Age=age, **more)


def vehicle_registration(first: int = 0) -> AmazonJournal:
    """Tables made, indexed, dropped; documents inserted, changed, deleted, redacted."""
    journal = AmazonJournal(first)
    journal.append()
    journal.append("CREATE TABLE Person", system=1)
    journal.append("CREATE INDEX ON Person (Name)", system=1)
    journal.append('CREATE TABLE "Empty"', system=1)
    at = journal.next
    journal.append(
        "SELECT * FROM Person WHERE Name = ?",
        "INSERT INTO Person ?",
        documents=[("ann", "Person", PERSON), ("bob", "Person", PERSON)],
        revisions=[
            journal.revision("ann", 0, person("Ann", 41)),
            journal.revision("bob", 0, person("Bob", 7, Since=Timestamp.parse("2019-02T"))),
        ],
        system=1,
    )
    journal.append(
        "UPDATE Person SET Age = 42",
        documents=[("ann", "Person", PERSON)],
        revisions=[journal.revision("ann", 1, person("Ann", 42))],
    )
    journal.append(
        "DELETE FROM Person WHERE Name = 'Bob'",
        documents=[("bob", "Person", PERSON)],
        revisions=[journal.revision("bob", 1, None)],
    )
    address = struct(strandId=STRAND, sequenceNo=at)
    journal.append(
        "EXEC REDACT_REVISION ?, ?, ?",
        redacted=[struct(blockAddress=address, tableId=PERSON, documentId=identity("ann"), version=0)],
    )
    journal.redact(at, 1)
    journal.append("CREATE TABLE Old", system=1)
    journal.append(
        "INSERT INTO Old VALUE {'a': 1}",
        documents=[("old", "Old", OLD)],
        revisions=[journal.revision("old", 0, struct(a=1))],
    )
    journal.append("DROP TABLE Old", system=1)
    return journal


def from_the_middle() -> AmazonJournal:
    """What an export of a range of times holds: versions go on from what lies before, tables were made before."""
    journal = AmazonJournal(60_807)
    journal.append(
        "UPDATE Person SET Age = 43",
        documents=[("ann", "Person", PERSON)],
        revisions=[journal.revision("ann", 7, person("Ann", 43))],
    )
    journal.append(
        "DELETE FROM Vehicle WHERE VIN = ?",
        documents=[("car", "Vehicle", VEHICLE)],
        revisions=[journal.revision("car", 3, None)],
    )
    journal.append("CREATE INDEX ON Vehicle (VIN)", system=1)
    journal.append(
        "UPDATE Person SET Age = 44",
        documents=[("ann", "Person", PERSON)],
        revisions=[journal.revision("ann", 8, person("Ann", 44))],
    )
    return journal
