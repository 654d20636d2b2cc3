"""The one table of functions: what ``\\h``, completion, the documentation and the compiler read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ledgershell.partiql import aggregates
from ledgershell.partiql.functions import (
    collections,
    conditionals,
    datetimes,
    numbers,
    sql_datetimes,
    sql_numbers,
    sql_strings,
    strings,
)
from ledgershell.partiql.functions.definition import Function, bind
from ledgershell.static_typing import Final

__all__ = ["FUNCTIONS", "Function", "bind", "lookup"]

FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        function.name: function
        for module in (
            strings,
            numbers,
            datetimes,
            collections,
            conditionals,
            aggregates,
            sql_strings,
            sql_numbers,
            sql_datetimes,
        )
        for function in module.FUNCTIONS
    }
)
"""Every scalar function by its upper-case name.  Aggregates are in :mod:`ledgershell.partiql.aggregates`."""


def lookup(name: str) -> Function | None:
    """The function of that name, whatever its case."""
    return FUNCTIONS.get(name.upper())
