"""COALESCE and NULLIF: functions that look at unknowns themselves.

COALESCE evaluates all its arguments before it is called; a compiler that can do better may.
"""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.partiql.comparison import equals
from ledgershell.partiql.functions.definition import ANY, Function
from ledgershell.partiql.types import is_unknown
from ledgershell.static_typing import Final


def coalesce(*values: Value) -> Value:
    """The first value that is known, else null."""
    for value in values:
        if not is_unknown(value):
            return value
    return None


def nullif(value: Value, other: Value) -> Value:
    """Null when both are equal, else the first; an unknown first is returned as it is."""
    return None if equals(value, other) is True else value


def nullif_qldb(value: Value, other: Value) -> Value:
    """As QLDB has it: MISSING becomes null."""
    return None if is_unknown(value) else nullif(value, other)


FUNCTIONS: Final = (
    Function(
        "COALESCE",
        "COALESCE(value, …)",
        "The first argument that is neither null nor missing, else null",
        "COALESCE(NULL, MISSING, 3, 4)",
        "3",
        "QLDB",
        (ANY,),
        1,
        coalesce,
        maximum=None,
        unknowns="own",
    ),
    Function(
        "NULLIF",
        "NULLIF(value, other)",
        "Null when both values are equal, else the first",
        "NULLIF(1, 2)",
        "1",
        "QLDB",
        (ANY, ANY),
        2,
        nullif,
        unknowns="own",
        qldb=nullif_qldb,
    ),
)
