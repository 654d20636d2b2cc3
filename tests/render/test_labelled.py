"""The display for screen readers: every line is labelled, and nothing is drawn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.ion.values import MISSING, TYPED_NULLS, Annotated, IonType, Struct, Symbol, Value
from tests.render.samples import ALL_TYPES, COLOR, PIPE, TERMINAL, printed
from tests.render.test_hostile_text import hostile_value

PLAIN = TERMINAL._replace(plain=True)


def test_a_document_is_told_line_by_line() -> None:
    vehicle = Struct(
        [
            ("VIN", "1N4AL11D75C109151"),
            (
                "Owners",
                Struct([("Primary", Struct([("Id", "A1")])), ("Secondary", [Struct([("Id", "B2")]), Struct()])]),
            ),
            ("City", None),
            ("Note", ""),
            ("State", "null"),
            ("Price", TYPED_NULLS[IonType.DECIMAL]),
            ("Tags", []),
            ("Weight", Annotated(("kg",), 5)),
            ("gone", MISSING),
        ]
    )
    assert printed([vehicle, 7], "auto", PLAIN).splitlines() == [
        "Document 1.",
        "VIN: 1N4AL11D75C109151",
        "Owners, Primary, Id: A1",
        "Owners, Secondary, item 1, Id: B2",
        "Owners, Secondary, item 2: no fields",
        "City: null",
        "Note: empty string",
        'State: the text "null"',
        "Price: null of type decimal",
        "Tags: empty list",
        "Weight: annotated kg",
        "Weight: 5",
        "",
        "Value 2.",
        "7",
    ]


def test_it_takes_the_place_of_whatever_draws() -> None:
    for name in ("auto", "table", "vertical", "plan"):
        assert printed(ALL_TYPES, name, PLAIN) == printed(ALL_TYPES, "table", PLAIN)
    assert printed(ALL_TYPES, "auto", PIPE._replace(plain=True)) == printed(ALL_TYPES, "ion-lines")
    assert not set("┌│─·⋮") & set(printed(ALL_TYPES, "table", PLAIN))


def test_no_colour_and_a_title_once() -> None:
    output = printed([Struct([("a", Symbol("true"))])] * 2, "table", COLOR._replace(plain=True, title="Flags"))
    assert output == 'Flags.\n\nDocument 1.\na: the symbol "true"\n\nDocument 2.\na: the symbol "true"\n'


@settings(max_examples=60, deadline=None)
@given(st.lists(hostile_value, min_size=1, max_size=3))
def test_every_line_is_printable(rows: list[Value]) -> None:
    output = printed(rows, "table", PLAIN)
    assert all(ord(character) >= 32 or character == "\n" for character in output)
    assert output.count("Document ") + output.count("Value ") >= len(rows)
