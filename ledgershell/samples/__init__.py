"""Sample data that can be put into any ledger, through a session and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from ledgershell.errors import UsageError
from ledgershell.ledger.protocols import Session
from ledgershell.static_typing import Final, NamedTuple


class Sample(NamedTuple):
    """One set of sample data.  ``load`` returns (tables made, documents inserted)."""

    name: str
    summary: str
    load: Callable[[Session], tuple[int, int]]


def _vehicle_registration(session: Session) -> tuple[int, int]:
    from ledgershell.samples.vehicle_registration import load

    return load(session)


SAMPLES: Final = MappingProxyType(
    {
        sample.name: sample
        for sample in (
            Sample(
                "vehicle-registration",
                "persons, vehicles, registrations and driver's licences, as in the tutorials of Amazon QLDB",
                _vehicle_registration,
            ),
        )
    }
)


def sample_named(name: str) -> Sample:
    """Raises :class:`UsageError` (LS-CLI-013)."""
    found = SAMPLES.get(name)
    if found is None:
        raise UsageError("LS-CLI-013", "there are no such sample data", hint=f"there are: {', '.join(SAMPLES)}")
    return found
