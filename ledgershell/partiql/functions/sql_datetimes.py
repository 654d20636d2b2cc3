"""Date functions, and GENERATE_SERIES, that SQL users expect and PartiQL lacks."""

from __future__ import annotations

from ledgershell.ion.values import Value
from ledgershell.partiql.arithmetic import add
from ledgershell.partiql.comparison import greater, less
from ledgershell.partiql.formats_sql import to_char
from ledgershell.partiql.functions.datetimes import utcnow
from ledgershell.partiql.functions.definition import FORMATTED, SERIES, STEP, TEXT, TIMESTAMP, Function
from ledgershell.partiql.runtime import CHECK_INTERVAL, Runtime
from ledgershell.partiql.temporal import AnyTimestamp, Date, IntervalDayTime, make_timestamp
from ledgershell.partiql.types import DATETIMES, NUMBERS, kind_of
from ledgershell.partiql.typing_errors import TypeMismatch, bad_argument, out_of_range
from ledgershell.static_typing import Final

LONGEST_SERIES: Final = 1_000_000

_PARTS: Final = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


def date_trunc(part: str, value: AnyTimestamp | Date) -> AnyTimestamp | Date:
    """Cut a date or timestamp; what is cut off is set to its lowest value, the precision stays."""
    word = part.upper()
    if word == "QUARTER":
        start = date_trunc("MONTH", value)
        return start._replace(month=(start.month - 1) // 3 * 3 + 1)
    if word not in _PARTS:
        raise bad_argument(
            "DATE_TRUNC", f"there is no part {part}", hint="year, quarter, month, day, hour, minute, second"
        )
    kept = _PARTS.index(word) + 1
    date = (value.year, value.month if kept > 1 else 1, value.day if kept > 2 else 1)
    if isinstance(value, Date):
        return Date(*date)
    clock = (value.hour if kept > 3 else 0, value.minute if kept > 4 else 0, value.second if kept > 5 else 0)
    return make_timestamp(date, *clock, None, value.offset, value.precision)


def generate_series(runtime: Runtime, start: Value, stop: Value, step: Value = None) -> list[Value]:
    """Start, start + step … up to stop (both ends included); numbers, or dates with an interval as step."""
    step = _default_step(start) if step is None else step
    if len({kind_of(value) in NUMBERS for value in (start, stop, step)}) > 1:
        raise TypeMismatch("GENERATE_SERIES takes three numbers, or two dates or timestamps and an interval")
    size = step if kind_of(step) in NUMBERS else step[0]
    if size == 0:
        raise bad_argument("GENERATE_SERIES", "the step is zero")
    beyond = greater if size > 0 else less
    series: list[Value] = []
    value = start
    while beyond(value, stop) is False:
        series.append(value)
        if len(series) > LONGEST_SERIES:
            raise out_of_range("the length of the series", hint=f"a series has at most {LONGEST_SERIES:,} values")
        if not len(series) % CHECK_INTERVAL:
            runtime.check()
        value = add(value, step)
    return series


def _default_step(start: Value) -> Value:
    return IntervalDayTime(86_400_000_000_000) if kind_of(start) in DATETIMES else 1


FUNCTIONS: Final = (
    Function(
        "TO_CHAR",
        "TO_CHAR(value, pattern)",
        "A date, time, timestamp or number as text, in the form of a PostgreSQL pattern",
        "TO_CHAR(`2024-02-29T13:05:00Z`, 'YYYY-MM-DD HH24:MI')",
        '"2024-02-29 13:05"',
        "SQL extension",
        (FORMATTED, TEXT),
        2,
        to_char,
    ),
    Function(
        "DATE_TRUNC",
        "DATE_TRUNC(part, timestamp)",
        "A timestamp or date cut to its year, quarter, month, day, hour, minute or second",
        "DATE_TRUNC('month', `2024-02-29T13:05:00Z`)",
        "2024-02-01T00:00:00Z",
        "SQL extension",
        (TEXT, TIMESTAMP),
        2,
        date_trunc,
    ),
    Function(
        "NOW",
        "NOW()",
        "The current time in UTC; the same as UTCNOW()",
        "NOW() = UTCNOW()",
        "true",
        "SQL extension",
        (),
        0,
        utcnow,
        wants_runtime=True,
    ),
    Function(
        "GENERATE_SERIES",
        "GENERATE_SERIES(start, stop [, step])",
        "The list of values from start to stop; dates and timestamps take an interval as step",
        "GENERATE_SERIES(1, 7, 3)",
        "[1, 4, 7]",
        "SQL extension",
        (SERIES, SERIES, STEP),
        2,
        generate_series,
        wants_runtime=True,
    ),
)
