"""amazon-ion/ion-tests for Ion 1.0: good files load, equivalent values are equal, bad files are refused.

Each good value also survives being written as binary and as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledgershell.errors import IonError
from ledgershell.ion import dumps, ion_equal, ion_hash, loads_all
from ledgershell.ion.encoder import encode_stream
from ledgershell.ion.equality import equality_key
from ledgershell.ion.values import Annotated, SExpression, Value
from tests.locations import CONFORMANCE

SUITE = CONFORMANCE / "ion-tests" / "iontestdata"
pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"the Ion test suite is not at {SUITE}")


def files(folder: str) -> list[Path]:
    return sorted(path for path in (SUITE / folder).rglob("*") if path.suffix in (".ion", ".10n"))


def name(path: Path) -> str:
    return path.relative_to(SUITE).as_posix()


def sequences(path: Path) -> Iterator[tuple[list[Value], bool]]:
    """Each sequence of a file of (non-)equivalences, and whether its elements are whole documents."""
    for value in loads_all(path.read_bytes()):
        if type(value) is Annotated and value.annotations[0] == "embedded_documents":
            yield [loads_all(text) for text in value.value], True
        else:
            sequence = value.value if type(value) is Annotated else value
            assert type(sequence) in (list, SExpression), f"{name(path)}: {sequence!r}"
            yield sequence, False


def test_every_good_file_loads_and_survives_being_written() -> None:
    paths = files("good")
    assert len(paths) > 250
    for path in paths:
        values = loads_all(path.read_bytes())
        assert ion_equal(loads_all(encode_stream(values)), values), name(path)
        text = " ".join(dumps(value, binary=False) for value in values)
        assert ion_equal(loads_all(text), values), name(path)


def test_equivalent_values_are_equal_and_have_one_hash() -> None:
    for path in files("good/equivs"):
        for sequence, _ in sequences(path):
            for value in sequence:
                assert ion_equal(value, sequence[0]), f"{name(path)}: {value!r} {sequence[0]!r}"
                assert ion_hash(value) == ion_hash(sequence[0]), name(path)


def test_values_that_are_not_equivalent_differ_and_have_different_hashes() -> None:
    for path in files("good/non-equivs"):
        for sequence, _ in sequences(path):
            for position, value in enumerate(sequence):
                for other in sequence[:position]:
                    assert not ion_equal(value, other), f"{name(path)}: {value!r} {other!r}"
                    assert ion_hash(value) != ion_hash(other), name(path)


def test_one_instant_written_in_several_ways_is_equal_in_the_language() -> None:
    paths = files("good/timestamp/equivTimeline")
    assert paths
    for path in paths:
        for sequence, _ in sequences(path):
            assert len({equality_key(value) for value in sequence}) == 1, name(path)


def test_every_bad_file_is_refused_with_an_error_of_ours() -> None:
    paths = files("bad")
    assert len(paths) > 400
    accepted = []
    for path in paths:
        try:
            accepted.append((name(path), loads_all(path.read_bytes())))
        except IonError:
            continue
    assert accepted == []
