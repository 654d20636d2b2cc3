"""Timestamps: text, instants, milliseconds, Python's datetime."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import IonError
from ledgershell.ion.timestamp import Precision, Timestamp, civil_from_days, days_from_civil
from tests.ion.strategies import timestamps


@given(timestamps(fraction_digits=40))
def test_text_reads_back(moment: Timestamp) -> None:
    read = Timestamp.parse(moment.text())
    assert read == moment
    assert str(read.fraction) == str(moment.fraction)


@pytest.mark.parametrize(
    "text",
    ["2020T", "2020-02T", "2020-02-29", "2020-02-29T23:59Z", "2020-02-29T23:59-00:00", "0001-01-01T00:00:00Z",
     "9999-12-31T23:59:59.999999999999Z", "2000-01-01T00:00:00.000+23:59", "2000-01-01T00:00:00.5-12:00"],
)  # fmt: skip
def test_each_precision_is_written_as_it_was_read(text: str) -> None:
    assert Timestamp.parse(text).text() == text


def test_a_day_may_end_in_t() -> None:
    assert Timestamp.parse("2020-02-29T") == Timestamp.parse("2020-02-29")


@pytest.mark.parametrize(
    "text",
    ["", "2020", "2020-1T", "2020-01", "20-01-01", "2020-01-01T00Z", "2020-01-01T00:00", "2020-01-01T00:00:00",
     "2020-01-01T00:00:00.Z", "2020-01-01T00:00z", "2020-01-01 00:00Z", "2020-01-01T00:00:00.1 Z", "2020TT", "-2020T",
     "2020-01-01T00:00+1:00", "２０２０T", "2020T\n"],
)  # fmt: skip
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(IonError, match="LS-ION-001"):
        Timestamp.parse(text)


@pytest.mark.parametrize(
    "text",
    ["0000T", "2020-00T", "2020-13T", "2021-02-29", "2020-02-30", "2020-01-00", "1900-02-29", "2020-01-01T24:00Z",
     "2020-01-01T00:60Z", "2020-01-01T00:00:60Z", "2020-01-01T00:00+24:00", "2020-01-01T00:00+00:60",
     "0001-01-01T00:00+00:01", "9999-12-31T23:59-00:01", "2020-01-01T00:00:00." + "1" * 20_000 + "Z"],
)  # fmt: skip
def test_parts_out_of_range_are_refused(text: str) -> None:
    with pytest.raises(IonError, match="LS-ION-005"):
        Timestamp.parse(text)


@given(st.integers(-800_000, 3_000_000))
def test_the_calendar_is_pythons(days: int) -> None:
    year, month, day = civil_from_days(days)
    assert days_from_civil(year, month, day) == days
    if 1 <= year <= 9999:
        assert datetime.date(1970, 1, 1) + datetime.timedelta(days) == datetime.date(year, month, day)


@given(timestamps(fraction_digits=6))
def test_instants_are_pythons(moment: Timestamp) -> None:
    seconds, fraction = moment.instant()
    since = moment.to_datetime() - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    assert Decimal(since // datetime.timedelta(microseconds=1)) == (seconds + fraction) * 1_000_000
    assert moment.milliseconds() == since // datetime.timedelta(milliseconds=1)


@given(timestamps(fraction_digits=30), timestamps(fraction_digits=30))
def test_instants_order_timestamps(left: Timestamp, right: Timestamp) -> None:
    exact = [moment.instant()[0] + moment.instant()[1] for moment in (left, right)]
    assert (left.instant() < right.instant()) is (exact[0] < exact[1])


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999))
def test_milliseconds_there_and_back(milliseconds: int) -> None:
    moment = Timestamp.from_milliseconds(milliseconds)
    assert moment.milliseconds() == milliseconds
    assert moment == Timestamp.parse(moment.text())
    assert moment.text().endswith("Z")
    assert len(moment.text()) == len("2022-06-08T18:46:46.492Z")


def test_milliseconds_outside_the_calendar_are_refused() -> None:
    for milliseconds in (-62_135_596_800_001, 253_402_300_800_000, 10**30):
        with pytest.raises(IonError, match="LS-ION-005"):
            Timestamp.from_milliseconds(milliseconds)


def test_pythons_dates_and_times() -> None:
    assert Timestamp.from_datetime(datetime.date(2020, 2, 29)).text() == "2020-02-29"
    naive = datetime.datetime(2020, 2, 29, 12, 30)  # noqa: DTZ001
    assert Timestamp.from_datetime(naive).text() == "2020-02-29T12:30:00-00:00"
    zone = datetime.timezone(datetime.timedelta(hours=-8))
    assert Timestamp.from_datetime(naive.replace(tzinfo=zone, microsecond=1)).text() == (
        "2020-02-29T12:30:00.000001-08:00"
    )
    odd = datetime.timezone(datetime.timedelta(seconds=90))
    with pytest.raises(IonError, match="LS-ION-003"):
        Timestamp.from_datetime(naive.replace(tzinfo=odd))


@given(timestamps(fraction_digits=6))
def test_datetime_there_and_back_is_the_same_instant(moment: Timestamp) -> None:
    assert Timestamp.from_datetime(moment.to_datetime()).instant() == moment.instant()


def test_precisions_are_ordered() -> None:
    assert Precision.YEAR < Precision.MONTH < Precision.DAY < Precision.MINUTE < Precision.SECOND
