"""Functions on dates, times, timestamps and intervals.  A ``part`` is a word in upper case: YEAR … SECOND."""

from __future__ import annotations

from ledgershell.errors import IonError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Value
from ledgershell.partiql.formats import format_datetime, parse_datetime
from ledgershell.partiql.functions.definition import DATETIME, INTEGER, TEMPORAL, TEXT, Function
from ledgershell.partiql.runtime import Runtime
from ledgershell.partiql.temporal import Date, Time
from ledgershell.partiql.temporal_arithmetic import date_add, date_diff, extract
from ledgershell.partiql.typing_errors import bad_argument
from ledgershell.static_typing import Final


def utcnow(runtime: Runtime) -> Timestamp:
    """The statement's time: the same wherever it stands in a statement."""
    return runtime.now


def current_date(runtime: Runtime) -> Date:
    """The statement's day, in UTC."""
    return Date(runtime.now.year, runtime.now.month, runtime.now.day)


def current_time(runtime: Runtime) -> Time:
    """The statement's time of day, in UTC."""
    now = runtime.now
    return Time(now.hour, now.minute, now.second, now.fraction, 0)


def txid(runtime: Runtime) -> Value:
    """The id that the transaction's block will carry."""
    return runtime.transaction_id


def current_user(_runtime: Runtime) -> None:
    """A ledger has no users: null."""
    return


def to_string(value: Value, pattern: str) -> str:
    """A timestamp in the form of a pattern."""
    return format_datetime(value, pattern)


def to_timestamp(text: str, pattern: str | None = None) -> Value:
    """Text to a timestamp; without a pattern, Ion's own form."""
    if pattern is not None:
        return parse_datetime(text, pattern)
    try:
        return Timestamp.parse(text)
    except IonError as error:
        raise bad_argument(
            "TO_TIMESTAMP", error.message, hint="write 2022-06-08T18:46:46.492Z, or give a pattern such as 'yyyy-MM-dd'"
        ) from None


FUNCTIONS: Final = (
    Function(
        "DATE_ADD",
        "DATE_ADD(part, amount, timestamp)",
        "A timestamp, date or time moved by so many years, months, days, hours, minutes or seconds",
        "DATE_ADD(MONTH, 1, `2010-01-31T`)",
        "2010-02-28",
        "QLDB",
        (INTEGER, DATETIME),
        2,
        date_add,
        takes_part=True,
    ),
    Function(
        "DATE_DIFF",
        "DATE_DIFF(part, from, to)",
        "The whole years, months, days, hours, minutes or seconds between two timestamps, dates or times",
        "DATE_DIFF(YEAR, `2010-12T`, `2011-12T`)",
        "1",
        "QLDB",
        (DATETIME, DATETIME),
        2,
        date_diff,
        takes_part=True,
    ),
    Function(
        "EXTRACT",
        "EXTRACT(part FROM value)",
        "One part of a timestamp, date, time or interval; also TIMEZONE_HOUR and TIMEZONE_MINUTE",
        "EXTRACT(HOUR FROM `2017-01-10T05:30:55+09:08`)",
        "5",
        "QLDB",
        (TEMPORAL,),
        1,
        extract,
        takes_part=True,
    ),
    Function(
        "TO_STRING",
        "TO_STRING(timestamp, pattern)",
        "A timestamp as text, in the form of a pattern of letters such as y, MM, dd, HH, mm, ss, SSS, XXX",
        "TO_STRING(`1969-07-20T20:18Z`, 'MMMM d, y')",
        '"July 20, 1969"',
        "QLDB",
        (DATETIME, TEXT),
        2,
        to_string,
    ),
    Function(
        "TO_TIMESTAMP",
        "TO_TIMESTAMP(text [, pattern])",
        "Text as a timestamp, read by a pattern, or as Ion writes timestamps",
        "TO_TIMESTAMP('02-2016', 'MM-yyyy')",
        "2016-02T",
        "QLDB",
        (TEXT, TEXT),
        1,
        to_timestamp,
    ),
    Function(
        "UTCNOW",
        "UTCNOW()",
        "The current time in UTC, the same throughout a statement",
        "UTCNOW() = UTCNOW()",
        "true",
        "QLDB",
        (),
        0,
        utcnow,
        wants_runtime=True,
    ),
    Function(
        "TXID",
        "TXID()",
        "The id of the current transaction; later found in metadata.txId",
        "TXID() = TXID()",
        "true",
        "QLDB",
        (),
        0,
        txid,
        wants_runtime=True,
    ),
    Function(
        "CURRENT_DATE",
        "CURRENT_DATE",
        "The current day in UTC",
        "CURRENT_DATE = CURRENT_DATE",
        "true",
        "PartiQL",
        (),
        0,
        current_date,
        wants_runtime=True,
    ),
    Function(
        "CURRENT_TIME",
        "CURRENT_TIME",
        "The current time of day in UTC",
        "CURRENT_TIME = CURRENT_TIME",
        "true",
        "SQL extension",
        (),
        0,
        current_time,
        wants_runtime=True,
    ),
    Function(
        "CURRENT_TIMESTAMP",
        "CURRENT_TIMESTAMP",
        "The current time in UTC; the same as UTCNOW()",
        "CURRENT_TIMESTAMP = UTCNOW()",
        "true",
        "SQL extension",
        (),
        0,
        utcnow,
        wants_runtime=True,
    ),
    Function(
        "CURRENT_USER",
        "CURRENT_USER",
        "Always null: a ledger has no users",
        "CURRENT_USER",
        "null",
        "PartiQL",
        (),
        0,
        current_user,
        wants_runtime=True,
    ),
)
