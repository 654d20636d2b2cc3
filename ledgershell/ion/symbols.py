"""Symbol tables: numbers for field names, annotations and symbols.

Ion's binary form writes a name as a number.  Numbers 1 to 9 are fixed by Ion; a ledger has one table of its own
behind them, which only ever grows, so that each document needs neither its names nor a table.  What may enter is
limited (:meth:`SymbolTable.admits`): names that look like identifiers.  A key that is data (an e-mail address, a
secret) stays in the body of its own document, where redaction erases it, and keys made of data do not grow the table.

Source: Ion 1.0 specification, "Symbols".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ledgershell.errors import IonError, LedgershellError
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


OnDamage = Callable[[IonError], LedgershellError]


class SymbolTable:
    """System symbols, then texts by number.  It may have gaps: numbers whose text is unknown or was erased.

    ``entries`` are (number, text) pairs with numbers from 10 on, in any order.

    Four attributes are for the codec's inner loops, and for reading only: ``texts`` (by number; ``SYMBOL_ZERO`` in the
    gaps), ``prefixes`` (numbers by text, as the VarUInts that stand before a field's value), ``marks`` (the same bytes
    read as one big-endian int), and ``unique``, whether no text has two numbers, so that looking for a number finds
    all uses of a text.

    ``on_damage`` turns what the codec says of bytes that cannot be read into the error of whoever keeps these bytes; it
    goes along to tables made from this one.
    """

    __slots__ = ("_bodies", "_ids", "marks", "on_damage", "prefixes", "texts", "unique")

    def __init__(self, entries: Iterable[tuple[int, str]] = (), on_damage: OnDamage | None = None) -> None:
        self.unique = True
        self.on_damage = on_damage
        self.texts: list[str] = [SYMBOL_ZERO, *SYSTEM_SYMBOLS]
        self._ids: dict[str, int] = {SYMBOL_ZERO: 0}
        self.prefixes: dict[str, bytes] = {SYMBOL_ZERO: b"\x80"}
        self.marks: dict[str, int] = {SYMBOL_ZERO: 0x80}
        self._bodies: dict[bytes, SymbolTable] = {}
        for number, text in enumerate(SYSTEM_SYMBOLS, 1):
            self._enter(number, text)
        for number, text in sorted(entries):
            self.place(number, text)

    def damage(self, error: IonError) -> LedgershellError:
        """The error to raise for bytes that cannot be read: the one found, or what ``on_damage`` makes of it."""
        return error if self.on_damage is None else self.on_damage(error)

    def lookup(self, text: str) -> int | None:
        """The number of a text, the lowest if there are several; ``None`` when it has none."""
        return self._ids.get(text)

    def text(self, number: int) -> str:
        """The text of a number; ``SYMBOL_ZERO`` where it is unknown.  Raises LS-ION-002 for an undefined number."""
        try:
            return self.texts[number]
        except IndexError:
            raise undefined(number) from None

    @property
    def last(self) -> int:
        """The highest number in use."""
        return len(self.texts) - 1

    def entries_after(self, last: int) -> list[tuple[int, str]]:
        """The (number, text) pairs above ``last``, gaps left out."""
        start = max(last + 1, FIRST_FREE)
        return [(number, text) for number, text in enumerate(self.texts[start:], start) if text is not SYMBOL_ZERO]

    def add(self, text: str) -> int:
        """Give a text the next number (or return the one that it has)."""
        known = self._ids.get(text)
        return self.place(len(self.texts), text) if known is None else known

    def add_unknown(self, count: int = 1) -> None:
        """Use up numbers without a text: null slots and imports of tables that nobody has."""
        if count > MAXIMUM_SYMBOLS - len(self.texts):
            raise IonError("LS-ION-002", f"a symbol table has more than {MAXIMUM_SYMBOLS:,} symbols")
        self.texts.extend([SYMBOL_ZERO] * count)

    def extend(self, texts: Iterable[str]) -> None:
        """Give texts the next numbers in a table that is only read by number: of a stream, or a body's head."""
        self.texts.extend(texts)
        self.unique = False
        if len(self.texts) > MAXIMUM_SYMBOLS:
            raise IonError("LS-ION-002", f"a symbol table has more than {MAXIMUM_SYMBOLS:,} symbols")

    def place(self, number: int, text: str) -> int:
        """Put a text at a number behind the last one, and return the number."""
        if number < len(self.texts) or number > MAXIMUM_SYMBOLS:
            raise IonError("LS-ION-002", f"symbol ${number} cannot be defined here")
        self.add_unknown(number - len(self.texts))
        self.texts.append(text)
        if text in self._ids:
            self.unique = False
        else:
            self._enter(number, text)
        self._bodies.clear()
        return number

    def _enter(self, number: int, text: str) -> None:
        prefix = varuint(number)
        self._ids[text] = number
        self.prefixes[text] = prefix
        self.marks[text] = int.from_bytes(prefix, "big")

    def copy(self) -> SymbolTable:
        """A table of its own with the same content, for encoding that may be thrown away."""
        other = type(self).__new__(type(self))
        other.unique = self.unique
        other.on_damage = self.on_damage
        other.texts = self.texts.copy()
        other._ids = self._ids.copy()
        other.prefixes = self.prefixes.copy()
        other.marks = self.marks.copy()
        other._bodies = {}
        return other

    def without(self, numbers: Iterable[int]) -> SymbolTable:
        """A table of its own in which these numbers have lost their texts, and stay used up."""
        gone = frozenset(numbers)
        other = SymbolTable(on_damage=self.on_damage)
        for number, text in enumerate(self.texts[FIRST_FREE:], FIRST_FREE):
            if text is SYMBOL_ZERO or number in gone:
                other.add_unknown()
            else:
                other.place(number, text)
        return other

    def lacks_any_of(self, other: SymbolTable) -> bool:
        """Whether a number has a text in ``other``, and has lost it here."""
        pairs = zip(other.texts, self.texts, strict=False)
        return any(here is SYMBOL_ZERO and there is not SYMBOL_ZERO for there, here in pairs)

    def admits(self, text: str, /) -> bool:
        """Whether a new text may enter a ledger's table: like an identifier, short, and there is room."""
        return (
            len(self.texts) < FIRST_LOCAL
            and len(text) <= MAXIMUM_SYMBOL_BYTES
            and text.isidentifier()
            and len(text.encode()) <= MAXIMUM_SYMBOL_BYTES
        )

    def with_body_symbols(self, head: bytes, read: Callable[[bytes], Sequence[tuple[int, str]]]) -> SymbolTable:
        """The table for a body that begins with the symbol table ``head``, which ``read`` can read.

        It has this table's texts and, from ``FIRST_LOCAL`` on, the body's own.  This table may meanwhile have got a
        text that the body has brought along; then texts are not ``unique``.  Documents of one shape have the same
        head, so the last few tables are remembered.
        """
        found = self._bodies.get(head)
        if found is None:
            if len(self._bodies) >= 64:
                self._bodies.clear()
            found = self.copy()
            for number, text in read(head):
                found.place(number, text)
            self._bodies[head] = found
        return found


def undefined(number: int) -> IonError:
    """The error for a symbol number that no table has."""
    return IonError("LS-ION-002", f"symbol ${number} is not defined")


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
