"""The ways in which PartiQL is spoken here: one frozen value, four presets."""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.static_typing import Final, Literal, NamedTuple


class Dialect(NamedTuple):
    """Fixed when a statement is compiled.

    ``names``     how fields of documents are found: ``exact``, or ``partiql`` (an unquoted name matches without
                  regard to case, and matching two is an error)
    ``typing``    what a type error does: ``permissive`` yields MISSING, ``strict`` raises
    ``unknowns``  what a QLDB-documented function makes of a null or missing argument: ``partiql`` propagates
                  (MISSING stays MISSING), ``qldb`` always answers null
    """

    names: Literal["exact", "partiql"]
    typing: Literal["permissive", "strict"]
    unknowns: Literal["partiql", "qldb"]


QLDB: Final = Dialect("exact", "permissive", "qldb")
"""As the service behaved."""
SHELL: Final = Dialect("exact", "permissive", "qldb")
"""Permissive PartiQL; a function that QLDB documented behaves as documented there."""
PARTIQL_COERCE: Final = Dialect("partiql", "permissive", "partiql")
PARTIQL_STRICT: Final = Dialect("partiql", "strict", "partiql")
"""The two modes of the conformance suite."""

DIALECTS: Final = MappingProxyType(
    {"qldb": QLDB, "shell": SHELL, "partiql-coerce": PARTIQL_COERCE, "partiql-strict": PARTIQL_STRICT}
)
