"""The names in a value: what a symbol table gives numbers to."""

from __future__ import annotations

from ledgershell.ion.values import SYMBOL_ZERO, Annotated, Struct, Symbol, Value


def names_in(value: Value) -> set[str]:
    """Field names, annotations and symbols, at any depth; not those whose text is unknown."""
    found: list[str] = []
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, Struct):
            for name, item in one.items():
                found.append(name)
                pending.append(item)
        elif isinstance(one, Annotated):
            found += one.annotations
            pending.append(one.value)
        elif isinstance(one, Symbol):
            found.append(one)
        elif isinstance(one, list):
            pending += one
    return {str.__str__(name) for name in found if name is not SYMBOL_ZERO}
