"""Running aggregates: one class each, fed with ``add`` and asked with ``result``.

Unknown values are skipped.  A value of a wrong type spoils the result, not the row: ``result`` raises
:class:`TypeMismatch`, so that permissive typing makes the aggregate MISSING and goes on.
"""

from __future__ import annotations

from decimal import Decimal

from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import Value
from ledgershell.partiql.arithmetic import EXACT, LARGEST_INT_BITS, QUOTIENT
from ledgershell.partiql.ordering import SortKey, sort_key
from ledgershell.partiql.temporal_arithmetic import Interval, plus_intervals, scale_interval
from ledgershell.partiql.types import INTERVALS, TEXTS, Kind, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch, out_of_range
from ledgershell.static_typing import Protocol


class Accumulator(Protocol):
    """One running aggregate."""

    def add(self, value: Value, *rest: Value) -> None:
        """Take in one row's arguments."""
        ...

    def result(self) -> Value:
        """The aggregate of all that was added; raises :class:`TypeMismatch` if a value did not fit."""
        ...


class _Spoilable:
    """What all accumulators share: the first value that did not fit."""

    __slots__ = ("_error",)
    takes = ""
    name = ""

    def __init__(self) -> None:
        self._error: TypeMismatch | None = None

    def _spoil(self, value: Value) -> None:
        if self._error is None:
            self._error = TypeMismatch(f"{self.name} takes {self.takes}, not a {kind_name(value)}")

    def _check(self) -> None:
        if self._error is not None:
            raise self._error


class Count:
    """``COUNT(x)``: values that are known."""

    __slots__ = ("_count",)

    def __init__(self) -> None:
        self._count = 0

    def add(self, value: Value, *_rest: Value) -> None:
        """Count the value unless it is unknown."""
        if kind_of(value) > Kind.NULL:
            self._count += 1

    def result(self) -> Value:
        """Zero when there was none."""
        return self._count


class CountRows:
    """``COUNT(*)``: rows; ``add`` takes anything."""

    __slots__ = ("_count",)

    def __init__(self) -> None:
        self._count = 0

    def add(self, *_row: Value) -> None:
        """Count one row."""
        self._count += 1

    def result(self) -> Value:
        """Zero when there was none."""
        return self._count


class Sum(_Spoilable):
    """``SUM(x)``: exact while all are integers and decimals, a float as soon as one is; also of intervals."""

    __slots__ = ("_decimals", "_floats", "_has_decimal", "_has_float", "_interval", "_ints", "count")
    takes = "numbers or intervals"
    name = "SUM"

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self._ints = 0
        self._decimals = Decimal(0)
        self._floats = 0.0
        self._has_decimal = self._has_float = False
        self._interval: Interval | None = None

    def add(self, value: Value, *_rest: Value) -> None:
        """Add one number."""
        if type(value) is int:
            self._ints += value
            self.count += 1
            return
        value = plain(value)
        kind = kind_of(value)
        if kind <= Kind.NULL:
            return
        self.count += 1
        if kind is Kind.INT:
            self._ints += value
        elif kind is Kind.DECIMAL:
            self._has_decimal = True
            try:
                self._decimals = EXACT.add(self._decimals, value)
            except ArithmeticError:
                raise out_of_range("the sum") from None
        elif kind is Kind.FLOAT:
            self._has_float = True
            self._floats += value
        elif kind in INTERVALS:
            self._add_interval(value)
        else:
            self._spoil(value)

    def _add_interval(self, value: Interval) -> None:
        try:
            self._interval = value if self._interval is None else plus_intervals(self._interval, value)
        except TypeMismatch as error:
            self._error = self._error or error

    def _total(self) -> int | Decimal | float:
        try:
            if self._has_float:
                return self._floats + float(self._decimals) + float(self._ints)
            if self._has_decimal:
                return EXACT.add(self._decimals, Decimal(self._ints))
            if self._ints.bit_length() > LARGEST_INT_BITS:
                raise OverflowError
            return self._ints
        except ArithmeticError:
            raise out_of_range("the sum") from None

    def result(self) -> Value:
        """Null when there was no value."""
        self._check()
        if not self.count:
            return None
        if self._interval is None:
            return self._total()
        if self._has_decimal or self._has_float or self._ints:
            raise TypeMismatch(f"{self.name}: intervals and numbers have no sum")
        return self._interval


class Average(Sum):
    """``AVG(x)``: a decimal of up to 38 digits; a float when a value is one."""

    __slots__ = ()
    name = "AVG"

    def result(self) -> Value:
        """Null when there was no value."""
        total = super().result()
        if total is None:
            return None
        if self._interval is not None:
            return scale_interval(self._interval, self.count, divide=True)
        if type(total) is float:
            return total / self.count
        return QUOTIENT.divide(Decimal(total), Decimal(self.count))


class Extreme:
    """``MIN(x)`` or ``MAX(x)`` in the order of all values; the first of equal ones."""

    __slots__ = ("_greatest", "_key", "_value")

    def __init__(self, greatest: bool) -> None:
        self._greatest = greatest
        self._key: SortKey | None = None
        self._value: Value = None

    def add(self, value: Value, *_rest: Value) -> None:
        """Keep the value if it beats the one so far."""
        if kind_of(value) <= Kind.NULL:
            return
        key = sort_key(value)
        if self._key is None or (key > self._key if self._greatest else key < self._key):
            self._key, self._value = key, value

    def result(self) -> Value:
        """Null when there was no value."""
        return self._value


class Truth(_Spoilable):
    """``ANY(x)``, ``SOME(x)``: whether one is true; ``EVERY(x)``: whether all are."""

    __slots__ = ("_decisive", "_found", "_seen")
    takes = "booleans"
    name = "ANY, SOME or EVERY"

    def __init__(self, decisive: bool) -> None:
        super().__init__()
        self._decisive = decisive
        self._found = self._seen = False

    def add(self, value: Value, *_rest: Value) -> None:
        """Look at one boolean."""
        value = plain(value)
        if value is True or value is False:
            self._seen = True
            self._found = self._found or value is self._decisive
        elif kind_of(value) > Kind.NULL:
            self._spoil(value)

    def result(self) -> Value:
        """Null when there was no value."""
        self._check()
        return (self._found is self._decisive) if self._seen else None


class StringAggregate(_Spoilable):
    """``STRING_AGG(text, separator)``: texts in the order in which rows come, the separator between them."""

    __slots__ = ("_length", "_parts")
    takes = "texts"
    name = "STRING_AGG"
    limit = 64 * 1024 * 1024

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._length = 0

    def add(self, value: Value, *rest: Value) -> None:
        """Take in a text, and the separator before it."""
        value = plain(value)
        separator = plain(rest[0]) if rest else ""
        if kind_of(value) <= Kind.NULL:
            return
        for text in (value, separator):
            if kind_of(text) > Kind.NULL and kind_of(text) not in TEXTS:
                self._spoil(text)
                return
        if self._parts and kind_of(separator) > Kind.NULL:
            self._parts.append(separator)
        self._parts.append(value)
        self._length += len(value)
        if self._length > self.limit:
            raise out_of_range("the length of the text")

    def result(self) -> Value:
        """Null when there was no text."""
        self._check()
        return "".join(self._parts) if self._parts else None


class Distinct:
    """``f(DISTINCT x)``: hands each value on once; equal values are those with the same ``equality_key``."""

    __slots__ = ("_inner", "_seen")

    def __init__(self, inner: Accumulator) -> None:
        self._inner = inner
        self._seen: set[bytes] = set()

    def add(self, value: Value, *rest: Value) -> None:
        """Hand the value on if it is new."""
        if kind_of(value) <= Kind.NULL:
            return
        key = equality_key(value)
        if key not in self._seen:
            self._seen.add(key)
            self._inner.add(value, *rest)

    def result(self) -> Value:
        """That of the aggregate inside."""
        return self._inner.result()
