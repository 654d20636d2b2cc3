"""Processes that work on one ledger at the same time, or until somebody kills them.

They are started through a fork server that has the ledger's modules loaded, so that two hundred of them cost seconds.
"""

from __future__ import annotations

import multiprocessing
import random
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess

from ledgershell.errors import ConflictError
from ledgershell.ledger.ledger import open_ledger
from tests.ledger.stories import quiet_world, run


def context() -> ForkServerContext | SpawnContext:
    """How processes are started here."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload(["tests.ledger.workers"])
    return chosen


def start_writer(path: str, seed: int) -> tuple[BaseProcess, Connection]:
    """A process that commits until it is killed, and the end of a pipe where its acknowledged commits arrive."""
    return _start(write_until_killed, path, seed)


def start_inserter(path: str, seed: int, rounds: int) -> tuple[BaseProcess, Connection]:
    """A process that makes ``rounds`` commits, each of which reads before it writes, and ends."""
    return _start(insert_some, path, seed, rounds)


def _start(target: object, *arguments: object) -> tuple[BaseProcess, Connection]:
    chosen = context()
    receiving, sending = chosen.Pipe(duplex=False)
    process = chosen.Process(target=target, args=(*arguments, sending), daemon=True)  # type: ignore[arg-type]
    process.start()
    sending.close()
    return process, receiving


def received(pipe: Connection) -> list[str]:
    """All messages that were sent whole before the other end went away."""
    messages: list[str] = []
    try:
        while True:
            messages.append(pipe.recv_bytes().decode())
    except (EOFError, OSError):
        pipe.close()
    return messages


def write_until_killed(path: str, seed: int, pipe: Connection) -> None:
    """Insert, update and delete in small and large transactions; tell each commit once it has returned."""
    chance = random.Random(seed)
    ledger = open_ledger(path, quiet_world())
    session = ledger.session()
    number = 0
    while True:
        number += 1
        key = f"{seed}-{number}"
        session.begin()
        kind = chance.randrange(5)
        if kind < 3:
            documents = [{"k": key, "part": part} for part in range(chance.choice((1, 1, 3, 40)))]
            run(session, "INSERT INTO Job ?", _values(documents))
        elif kind == 3:
            run(session, "INSERT INTO Job ?", _values([{"k": key, "part": 0}]))
            earlier = f"{seed}-{chance.randrange(1, number + 1)}"
            run(session, "UPDATE Job AS w SET w.touched = ? WHERE w.k = ?", key, earlier)
        else:
            run(session, "INSERT INTO Job ?", _values([{"k": key, "part": 0}]))
            run(session, "DELETE FROM Job AS w WHERE w.k = ?", f"{seed}-{chance.randrange(1, number + 1)}")
        block = session.commit()
        if block is not None:
            pipe.send_bytes(block.transaction_id.encode())


def insert_some(path: str, seed: int, rounds: int, pipe: Connection) -> None:
    """Insert a document unless its key is there already, over and over; tell each commit's transaction and key."""
    chance = random.Random(seed)
    ledger = open_ledger(path, quiet_world())
    session = ledger.session()
    for number in range(rounds):
        key = f"shared-{chance.randrange(10)}" if number % 5 == 0 else f"{seed}-{number}"
        while True:
            session.begin()
            if run(session, "SELECT VALUE w.k FROM Job AS w WHERE w.k = ?", key):
                session.abort()
                break
            run(session, "INSERT INTO Job ?", _values([{"k": key, "by": seed}])[0])
            try:
                block = session.commit()
            except ConflictError:
                continue
            assert block is not None
            pipe.send_bytes(f"{block.transaction_id} {block.seq} {key}".encode())
            break
    session.close()
    ledger.close()
    pipe.close()


def _values(documents: list[dict[str, object]]) -> list[object]:
    from ledgershell.ion.convert import from_python

    return [from_python(document) for document in documents]


def start_redactor(path: str, table: str, revisions: list[tuple[str, int]]) -> tuple[BaseProcess, Connection]:
    """A process that redacts one revision (document id, block) after the other, and tells each once it is done."""
    return _start(redact_until_killed, path, table, revisions)


def redact_until_killed(path: str, table: str, revisions: list[tuple[str, int]], pipe: Connection) -> None:
    """Redact, and tell; then wait to be killed."""
    ledger = open_ledger(path, quiet_world())
    session = ledger.session()
    for document, seq in revisions:
        block = f'`{{strandId: "{ledger.strand_id}", sequenceNo: {seq}}}`'
        run(session, f"EXEC REDACT_REVISION {block}, '{table}', '{document}'")
        pipe.send_bytes(document.encode())
    while True:
        run(session, "SELECT * FROM Person")
