"""The real world with something about it fixed: ``--frozen-clock`` and ``--color``."""

from __future__ import annotations

from ledgershell.environment import DemoClock, Environment, changed
from ledgershell.errors import IonError, UsageError
from ledgershell.ion.streams import loads
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value


def with_frozen_clock(environment: Environment, time: str) -> Environment:
    """A clock that begins at a time in Ion and only the journal moves.  Raises :class:`UsageError`."""
    try:
        value: Value = loads(time)
    except IonError:
        value = None
    if not isinstance(value, Timestamp):
        raise UsageError(
            "LS-CLI-002", f"--frozen-clock: {time[:40]!r} is no time", hint="write it as Ion does: 2024-01-31T09:30:00Z"
        )
    return changed(environment, clock=DemoClock(value.milliseconds()), deterministic=True)


def recolored(environment: Environment, when: str) -> Environment:
    """``auto`` is what the terminal and NO_COLOR say; ``always`` and ``never`` say so in their stead."""
    if when == "auto":
        return environment
    variables = {name: value for name, value in environment.variables.items() if name != "NO_COLOR"}
    variables["NO_COLOR" if when == "never" else "CLICOLOR_FORCE"] = "1"
    if when == "never":
        variables.pop("CLICOLOR_FORCE", None)
    return changed(environment, variables=variables)
