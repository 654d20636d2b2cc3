"""Ion text: what is written, what is read, and what is refused with the place and a word of help."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from amazon.ion import simpleion
from hypothesis import given
from hypothesis import strategies as st

from ledgershell.errors import IonError, Span
from ledgershell.ion import dumps, ion_equal, loads, loads_all
from ledgershell.ion.text_reader import read_all, read_text
from ledgershell.ion.text_writer import write_text
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import MISSING, SYMBOL_ZERO, Annotated, Bag, Clob, SExpression, Struct, Symbol, Value
from tests.ion.strategies import texts, values


class TestWriting:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, "null"),
            (True, "true"),
            (-5, "-5"),
            (Decimal("90.25"), "90.25"),
            (Decimal("-0.0"), "-0.0"),
            (Decimal(5), "5."),
            (Decimal("1E+10"), "1d10"),
            (Decimal("1E-7"), "0.0000001"),
            (Decimal("1E-8"), "1d-8"),
            (Decimal("1E+999999"), "1d999999"),
            (1.0, "1e0"),
            (0.1, "0.1e0"),
            (1e300, "1e300"),
            (-0.0, "-0e0"),
            (float("inf"), "+inf"),
            (float("-inf"), "-inf"),
            ('it\'s "so"\n', '"it\'s \\"so\\"\\n"'),
            (Symbol("abc"), "abc"),
            (Symbol("a b"), "'a b'"),
            (Symbol("null"), "'null'"),
            (Symbol("$7"), "'$7'"),
            (Symbol(""), "''"),
            (Symbol("it's"), r"'it\'s'"),
            (SYMBOL_ZERO, "$0"),
            (b"hi", "{{aGk=}}"),
            (Clob(b'a"\x00\xff'), '{{"a\\"\\x00\\xff"}}'),
            ([1, [2]], "[1, [2]]"),
            (SExpression([Symbol("+"), 1, Symbol("a")]), "(+ 1 a)"),
            ([Symbol("+")], "['+']"),
            (Struct([("a", 1), ("b c", None), ("a", 2)]), "{a: 1, 'b c': null, a: 2}"),
            (Annotated(("a", "b c"), 1), "a::'b c'::1"),
            (Bag([1, MISSING]), "[1, null]"),
            (Struct([("a", MISSING)]), "{}"),
            (Timestamp.parse("2020-01-01T00:00:00.10-08:00"), "2020-01-01T00:00:00.10-08:00"),
        ],
    )
    def test_one_line(self, value: Value, text: str) -> None:
        assert write_text(value) == text

    def test_indented(self) -> None:
        value = loads("{a:1,b:[1,{c:[]}],e:{},s:(+ 1),n:x::[2]}")
        assert write_text(value, indent=2) == (
            "{\n  a: 1,\n  b: [\n    1,\n    {\n      c: []\n    }\n  ],\n  e: {},\n"
            "  s: (\n    +\n    1\n  ),\n  n: x::[\n    2\n  ]\n}"
        )

    @given(st.text(max_size=30))
    def test_no_control_or_reordering_character_gets_out(self, text: str) -> None:
        value = Annotated((text,), Struct([(text, text), ("s", Symbol(text)), ("l", SExpression([Symbol(text)]))]))
        written = write_text(value)
        for character in written:
            code = ord(character)
            assert 0x20 <= code < 0x7F or code >= 0xA0
            assert not 0xD800 <= code < 0xE000
            assert (
                character not in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"
            )

    def test_every_control_character_is_escaped(self) -> None:
        for code in [*range(0x20), *range(0x7F, 0xA0)]:
            for value in (chr(code), Symbol(chr(code)), Clob(bytes((code,)))):
                written = write_text(value)
                assert written.isprintable()
                assert loads(written) == value

    def test_letters_of_all_scripts_and_emoji_stay_readable(self) -> None:
        for text in ("Zürich", "東京", "می\u200cخواهم", "👩\u200d🚀", "❤\ufe0f"):
            assert write_text(text) == f'"{text}"'

    def test_extensions_write_themselves(self) -> None:
        class Day:
            def to_ion(self) -> Value:
                return Annotated(("date",), "2020-01-01")

        assert write_text([Day()]) == '[date::"2020-01-01"]'

    def test_what_ion_cannot_hold_is_refused(self) -> None:
        for value in (object(), Decimal("NaN"), 10**5000, [{1, 2}]):
            with pytest.raises(IonError):
                write_text(value)


class TestReading:
    def test_one_value_is_wanted(self) -> None:
        assert read_text("1 // a comment") == 1
        for text in ("", "1 2", "// only a comment"):
            with pytest.raises(IonError, match="LS-ION-001"):
                read_text(text)
        assert read_all("") == []
        assert read_all("1 a") == [1, Symbol("a")]

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]
    )
    def test_encodings(self, encoding: str) -> None:
        assert loads('{name: "東京"}'.encode(encoding)) == Struct([("name", "東京")])

    def test_wrong_utf8_is_named_by_its_place(self) -> None:
        with pytest.raises(IonError, match=r"LS-ION-006.*byte 5"):
            loads(b'{a: "\xff"}')

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("[1, [2]", 0),
            ("{a: [1, 2}", 9),
            ("[1, 2, 'x]", 7),
            ("1 2 ]", 4),
            ("{a: 1, b 2}", 9),
            ('{a: "\\q"}', 6),
            ("{a: \u201cx\u201d}", 4),
            ("(1 , 2)", 3),
        ],
    )
    def test_the_place_of_an_error_is_told(self, text: str, place: int) -> None:
        with pytest.raises(IonError, match="LS-ION-001") as caught:
            read_all(text)
        assert caught.value.span is not None
        assert caught.value.span.start == place
        assert caught.value.text == text

    def test_typographic_quotes_get_a_hint(self) -> None:
        with pytest.raises(IonError) as caught:
            loads("{a: \u201cx\u201d}")
        assert "straight" in str(caught.value.hint)

    def test_fractions_of_a_second_keep_all_their_digits(self) -> None:
        for digits in ("1", "123456", "1234567", "123456789", "1234567890", "1" * 300, "0" * 19 + "1"):
            text = f"2020-01-01T00:00:00.{digits}Z"
            assert write_text(loads(text)) == text
            nested = f"[{{t: x::{text}}}, ({text}), \"{text}\", '{text}', precise::{text}]"
            assert write_text(loads(nested)) == nested.replace("'" + text + "'", f"'{text}'")

    def test_decimals_keep_all_their_digits(self) -> None:
        for text in ("1." + "0" * 100, "9" * 100 + ".5", "1d-5000", "-0d7", "123456789012345678901234567890123456789."):
            assert loads(text) == Decimal(text.replace("d", "E"))
            assert write_text(loads(text)) in (text, text.replace(".", "") if text.endswith(".") else text)

    def test_many_annotations(self) -> None:
        text = "::".join(f"a{number}" for number in range(30)) + "::1"
        assert write_text(loads(text)) == text

    def test_long_texts(self) -> None:
        for text in ("x" * 200_000, "東\n" * 100_000):
            for value in (text, Symbol(text), Clob(text.encode()), text.encode(), Struct([(text, 1)])):
                assert ion_equal(loads(write_text(value)), value)
        assert ion_equal(loads("a" * 60_000 + "::1"), Annotated(("a" * 60_000,), 1))

    def test_an_annotation_needs_a_value(self) -> None:
        for text in ("a::", "1 a:: ", "a::b:: // x", "[1] a::/* x */", "[a::]", "{x: a::}", "(a::)"):
            with pytest.raises(IonError, match="LS-ION-001"):
                read_all(text)

    def test_symbol_tables_in_text(self) -> None:
        assert loads_all("$ion_1_0 $ion_symbol_table::{symbols:['''x''', '''y''']} $10 $11") == ["x", "y"]
        imported = '$ion_symbol_table::{imports:[{name:"t", version:1, max_id:MAX}], symbols:["x"]} x'
        assert loads_all(imported.replace("MAX", "2147483636")) == ["x"]
        with pytest.raises(IonError):
            loads_all("$10")

    def test_the_word_that_marks_timestamps_may_occur(self) -> None:
        text = "precise::2020-01-01T00:00:00.1234567Z"
        assert write_text(loads(text)) == text

    @given(texts())
    def test_any_text_ends_in_values_or_in_an_error_of_ours(self, text: str) -> None:
        for source in (text, "{" + text, f'{{a: "{text}"}}', f"[{text}]"):
            try:
                found = read_all(source)
            except IonError:
                continue
            assert ion_equal(read_all(" ".join(map(write_text, found))), found)

    @given(st.text(alphabet="{}[]()'\":,/*\\ \n0127.-+edTZab_$x", max_size=30))
    def test_so_does_text_of_ions_own_characters(self, text: str) -> None:
        try:
            found = read_all(text)
        except IonError:
            return
        assert ion_equal(read_all(" ".join(map(write_text, found))), found)


class TestHostileText:
    """Each of these could take a reader's time or memory.  The clock is only a net against hanging."""

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("[" * 100_000, "LS-ION-004"),
            ("{a:" * 100_000, "LS-ION-004"),
            ("(" * 201 + ")" * 201, "LS-ION-004"),
            ("9" * 5_000, "LS-ION-005"),
            ("-" + "9_9" * 3_000, "LS-ION-005"),
            ("1." + "0" * 20_000, "LS-ION-005"),
            ("0x" + "f" * 100_000, "LS-ION-005"),
            ("1d10000000", "LS-ION-005"),
            ("-1d-10000000", "LS-ION-005"),
            ("1d1000000", "LS-ION-005"),
            ("1d" + "9" * 3_000, "LS-ION-005"),
            ("2020-01-01T00:00:00." + "1" * 50_000 + "Z", "LS-ION-005"),
            ('"' + '\\"' * 100_000, "LS-ION-001"),
            ("'''" + "'" * 100_000, "LS-ION-001"),
            ("/*" * 100_000, "LS-ION-001"),
            ("{{" * 100_000, "LS-ION-004"),
            ("{{" + "a " * 100_000, "LS-ION-001"),
            ("a::" * 50_000, "LS-ION-001"),
            ("$999999999999", "LS-ION-001"),
            ('"\ud800"', "LS-ION-006"),
            ('"\\ud800"', "LS-ION-001"),
        ],
    )
    def test_it_is_refused(self, text: str, code: str) -> None:
        started = time.monotonic()
        with pytest.raises(IonError) as caught:
            read_all(text)
        assert caught.value.code == code
        assert time.monotonic() - started < 5

    def test_the_limits_themselves_are_allowed(self) -> None:
        for text in ("[" * 200 + "]" * 200, "1d999999", "9" * 4_200, "1d-999999", "0." + "1" * 8_000):
            assert ion_equal(loads(dumps(loads(text))), loads(text))

    def test_brackets_in_text_do_not_count(self) -> None:
        text = '["' + "[" * 1_000 + "\", '" + "{" * 1_000 + "', {{\"" + "(" * 1_000 + '"}}, /*' + "[" * 1_000 + "*/ 1]"
        assert len(loads(text)) == 4

    @pytest.mark.parametrize("size", [2_147_483_000, 10**12])
    def test_imported_symbols_are_not_made(self, size: int) -> None:
        table = f'$ion_symbol_table::{{imports:[{{name:"t", version:1, max_id:{size}}}], symbols:["x"]}} '
        for rest in ("x", "$10", "a b ]", "a::" * 20 + "1", f"${size}"):
            try:
                read_all(table + rest)
            except IonError:
                continue


class TestWithoutTheExtension:
    """amazon.ion falls back to its parser in Python where its C extension is not built."""

    @pytest.fixture(autouse=True)
    def no_extension(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(simpleion, "c_ext", False)

    @given(values(fraction_digits=30))
    def test_what_is_written_is_read(self, value: Value) -> None:
        assert ion_equal(loads(write_text([value])), [value])

    def test_errors_are_ours(self) -> None:
        for text in ("[1", "{a:", "1d10000000", "[" * 100_000, "9" * 5_000, "a::", "“x”", "2020-13-01", "$99", "'a"):
            with pytest.raises(IonError):
                read_all(text)

    def test_symbol_tables_are_refused(self) -> None:
        with pytest.raises(IonError) as caught:
            read_all("$ion_symbol_table::{symbols:['''x''']} $10")
        assert "C extension" in str(caught.value.hint)


def test_a_span_counts_code_points() -> None:
    with pytest.raises(IonError) as caught:
        read_all('["東京👩", }')
    assert caught.value.span == Span(8, 9)


@pytest.mark.parametrize(
    ("text", "message", "part"),
    [
        ("2024-13-01T", "there is no such month", "2024-13-01T"),
        ("{a: 1, day: 2023-02-29, b: 2}", "there is no such day in the calendar", "2023-02-29"),
        ("[0000-01-01]", "there is no such year", "0000-01-01"),
        ("2024-01-01T24:00Z", "there is no such time of day", "2024-01-01T24:00Z"),
        ("2024-01-01T00:00+24:00", "an offset from UTC must be less than 24 hours", "2024-01-01T00:00+24:00"),
        ("{a: " + "1" * 5_000 + "}", "the number has more than 4,300 digits", "1" * 5_000),
        ("{a: 0x" + "f" * 5_000 + "}", "the number has more than 4,300 digits", "0x" + "f" * 5_000),
        ("{a: -0b" + "1" * 15_000 + "}", "the number has more than 4,300 digits", "-0b" + "1" * 15_000),
        ("// 2024-13-01T\n2024-14-01T", "there is no such month", "2024-14-01T"),
    ],
)
def test_a_number_that_cannot_be_is_told_from_text_that_is_no_ion(text: str, message: str, part: str) -> None:
    with pytest.raises(IonError) as refused:
        read_all(text)
    error = refused.value
    assert (error.code, error.message) == ("LS-ION-005", message)
    assert error.span is not None
    assert text[slice(*error.span)] == part


@pytest.mark.parametrize("wrong", [None, 5, object()])
def test_what_is_neither_text_nor_bytes_is_a_programmers_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match="Ion data are bytes or a str"):
        loads(wrong)
