"""What is different between two values, by path.

Structs are compared field by field, lists element by element; elements that were put in or taken out shift the others,
so a list is aligned along its longest common part first.  Paths are written as in PartiQL: ``Owners.Second[0].Name``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ledgershell.ion.equality import ion_equal
from ledgershell.ion.text_writer import symbol_text, write_text
from ledgershell.ion.values import MISSING, SExpression, Struct, Value
from ledgershell.static_typing import Final, NamedTuple

ALIGNED: Final = 250_000
"""Lists are aligned when the product of their lengths is at most this: longer ones would take too long."""


class Difference(NamedTuple):
    """One place: ``old`` is MISSING for what was added, ``new`` for what was removed."""

    path: str
    old: Value
    new: Value


def differences(old: Value, new: Value, path: str = "") -> Iterator[Difference]:
    """All differences, in the order of the old value; what was added stands behind."""
    if isinstance(old, Struct) and isinstance(new, Struct) and _plain(old) and _plain(new):
        for name, value in old.items():
            yield from differences(value, new.get(name), _field(path, name))
        for name, value in new.items():
            if name not in old:
                yield Difference(_field(path, name), MISSING, value)
    elif type(old) is type(new) is list or type(old) is type(new) is SExpression:
        yield from _of_lists(old, new, path)
    elif old is MISSING or new is MISSING:
        if old is not new:
            yield Difference(path, old, new)
    elif not ion_equal(old, new):
        yield Difference(path, old, new)


def _plain(struct: Struct) -> bool:
    return len(set(struct.keys())) == len(struct)


def _field(path: str, name: str) -> str:
    shown = symbol_text(name)
    return f"{path}.{shown}" if path else shown


def _aligned(before: list[str], after: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Which parts of two lists are equal, and which stand for one another; long lists are compared place by place."""
    if len(before) * len(after) > ALIGNED:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _of_lists(old: list[Value], new: list[Value], path: str) -> Iterator[Difference]:
    before, after = [write_text(value) for value in old], [write_text(value) for value in new]
    for tag, start, end, new_start, new_end in _aligned(before, after):
        if tag == "equal":
            continue
        both = min(end - start, new_end - new_start)
        for at in range(both):
            yield from differences(old[start + at], new[new_start + at], f"{path}[{start + at}]")
        for at in range(start + both, end):
            yield Difference(f"{path}[{at}]", old[at], MISSING)
        for at in range(new_start + both, new_end):
            yield Difference(f"{path}[{at}]", MISSING, new[at])
