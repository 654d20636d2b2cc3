"""Symbol tables: numbers for field names, annotations and symbols.

Ion's binary form writes a name as a number.  Numbers 1 to 9 are fixed by Ion; a ledger has one table of its own
behind them, which only ever grows, so that each document needs neither its names nor a table.  What may enter is
limited (:meth:`SymbolTable.admits`): names that look like identifiers.  A key that is data (an e-mail address, a
secret) stays in the body of its own document, where redaction erases it, and keys made of data do not grow the table.

Source: Ion 1.0 specification, "Symbols".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from ledgershell.errors import IonError
from ledgershell.ion.values import SYMBOL_ZERO
from ledgershell.static_typing import Final

SYSTEM_SYMBOLS: Final = (
    "$ion",
    "$ion_1_0",
    "$ion_symbol_table",
    "name",
    "version",
    "imports",
    "symbols",
    "max_id",
    "$ion_shared_symbol_table",
)
FIRST_FREE: Final = len(SYSTEM_SYMBOLS) + 1
"""The first number that is not Ion's own: 10."""
LEDGER_TABLE_SIZE: Final = 4096
"""How many entries a ledger's table may have.  Part of the format: a body's own symbols begin behind them."""
FIRST_LOCAL: Final = FIRST_FREE + LEDGER_TABLE_SIZE
"""The first number of a body's own symbols, whatever the size of the ledger's table was at that time."""
LEDGER_TABLE_NAME: Final = "ledger"
"""Under this name a body imports its ledger's table, so that it is valid Ion for other readers too."""
MAXIMUM_SYMBOL_BYTES: Final = 64
MAXIMUM_SYMBOLS: Final = 1_000_000
"""A table that claims more entries than this is refused before anything is allocated."""

_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")


class SymbolTable:
    """System symbols, then texts by number.  It may have gaps: numbers whose text is unknown or was erased.

    ``entries`` are (number, text) pairs with numbers from 10 on, in any order.
    """

    __slots__ = ("_bodies", "_ids", "_prefixes", "_texts", "unique")

    unique: bool
    """Whether no text has two numbers, so that looking for a number finds all uses of a text."""

    def __init__(self, entries: Iterable[tuple[int, str]] = ()) -> None:
        self.unique = True
        self._bodies: dict[bytes, SymbolTable] = {}
        self._texts: list[str | None] = [SYMBOL_ZERO, *SYSTEM_SYMBOLS]
        self._ids: dict[str, int] = {SYMBOL_ZERO: 0}
        self._prefixes: dict[str, bytes] = {SYMBOL_ZERO: b"\x80"}
        for number, text in enumerate(SYSTEM_SYMBOLS, 1):
            self._ids[text] = number
            self._prefixes[text] = varuint(number)
        for number, text in sorted(entries):
            self.place(number, text)

    def lookup(self, text: str) -> int | None:
        """The number of a text, the lowest if there are several; ``None`` when it has none."""
        return self._ids.get(text)

    @property
    def prefixes(self) -> Mapping[str, bytes]:
        """The numbers by text, as VarUInts, ready to be written before a field's value."""
        return self._prefixes

    def text(self, number: int) -> str:
        """The text of a number; ``SYMBOL_ZERO`` where it is unknown.  Raises LS-ION-002 for an undefined number."""
        try:
            text = self._texts[number]
        except IndexError:
            raise IonError("LS-ION-002", f"symbol ${number} is not defined") from None
        return SYMBOL_ZERO if text is None else text

    @property
    def last(self) -> int:
        """The highest number in use."""
        return len(self._texts) - 1

    def entries_after(self, last: int) -> list[tuple[int, str]]:
        """The (number, text) pairs above ``last``, gaps left out."""
        start = max(last + 1, FIRST_FREE)
        return [(number, text) for number, text in enumerate(self._texts[start:], start) if text is not None]

    def add(self, text: str) -> int:
        """Give a text the next number (or return the one that it has)."""
        known = self._ids.get(text)
        return self.place(len(self._texts), text) if known is None else known

    def add_unknown(self, count: int = 1) -> None:
        """Use up numbers without a text: null slots and imports of tables that nobody has."""
        if count > MAXIMUM_SYMBOLS - len(self._texts):
            raise IonError("LS-ION-002", f"a symbol table has more than {MAXIMUM_SYMBOLS:,} symbols")
        self._texts.extend([None] * count)

    def place(self, number: int, text: str) -> int:
        """Put a text at a number behind the last one, and return the number."""
        if number < len(self._texts) or number > MAXIMUM_SYMBOLS:
            raise IonError("LS-ION-002", f"symbol ${number} cannot be defined here")
        self.add_unknown(number - len(self._texts))
        self._texts.append(text)
        if text in self._ids:
            self.unique = False
        else:
            self._ids[text] = number
            self._prefixes[text] = varuint(number)
        return number

    def copy(self) -> SymbolTable:
        """A table of its own with the same content, for encoding that may be thrown away."""
        other = SymbolTable.__new__(SymbolTable)
        other.unique = self.unique
        other._bodies = {}
        other._texts = self._texts.copy()
        other._ids = self._ids.copy()
        other._prefixes = self._prefixes.copy()
        return other

    def admits(self, text: str, /) -> bool:
        """Whether a new text may enter a ledger's table: like an identifier, short, and there is room."""
        return (
            len(self._texts) < FIRST_LOCAL
            and len(text) <= MAXIMUM_SYMBOL_BYTES
            and _IDENTIFIER.fullmatch(text) is not None
            and len(text.encode()) <= MAXIMUM_SYMBOL_BYTES
        )

    def with_body_symbols(self, head: bytes, read: Callable[[bytes], Sequence[tuple[int, str]]]) -> SymbolTable:
        """The table for a body that begins with the symbol table ``head``, which ``read`` can read.

        Documents of one shape have the same head, so the last few are remembered.
        """
        found = self._bodies.get(head)
        if found is None:
            if len(self._bodies) >= 64:
                self._bodies.clear()
            found = self._bodies[head] = BodySymbols(self, read(head))
        return found


class BodySymbols(SymbolTable):
    """A ledger's table with a body's own symbols behind it.

    The ledger's table may meanwhile have got a text that the body has brought along, so texts are not unique.
    """

    __slots__ = ("_ledger",)

    def __init__(self, ledger: SymbolTable, own: Iterable[tuple[int, str]]) -> None:
        super().__init__(own)
        self._ledger = ledger
        self.unique = False

    def text(self, number: int) -> str:
        return self._ledger.text(number) if number < FIRST_LOCAL else super().text(number)

    def lookup(self, text: str) -> int | None:
        number = super().lookup(text)
        return self._ledger.lookup(text) if number is None else number


def varuint(number: int) -> bytes:
    """A VarUInt: seven bits a byte, the last byte marked by its high bit."""
    if number < 0x80:
        return bytes((number | 0x80,))
    parts = [number & 0x7F | 0x80]
    number >>= 7
    while number:
        parts.append(number & 0x7F)
        number >>= 7
    parts.reverse()
    return bytes(parts)
