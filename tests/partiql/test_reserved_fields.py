"""Reserved words behind a dot: names of fields here, to be quoted in PartiQL itself."""

from __future__ import annotations

import pytest

from ledgershell.errors import LedgershellError, ParseError
from ledgershell.ion.values import Struct
from ledgershell.partiql import ast, conformance
from ledgershell.partiql.keywords import RESERVED
from ledgershell.partiql.parser import parse
from tests.partiql.memory import Memory, run

DOCUMENT = "{value: 1, order: {select: 2, '*': 3}, date: 4, from: [5], left: 6}"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("SELECT VALUE t.value FROM T AS t", [1]),
        ("SELECT VALUE t.order.select + t.left FROM T AS t", [8]),
        ("SELECT VALUE t.from[0] FROM T AS t", [5]),
        ("SELECT VALUE f FROM T AS t, t.from AS f", [5]),
        ("SELECT VALUE t.date FROM T AS t", [4]),
        ("SELECT t.VALUE FROM T AS t WHERE t.value = 1 ORDER BY t.order", [Struct([])]),
        ("SELECT VALUE t.\nvalue FROM T AS t", None),
        ("SELECT VALUE t. value FROM T AS t", None),
        ("SELECT VALUE value FROM T AS t", None),
        ("SELECT VALUE t.value. FROM T AS t", None),
    ],
)
def test_a_reserved_word_right_behind_a_dot_is_a_field(text: str, result: list[object] | None) -> None:
    if result is None:
        with pytest.raises(ParseError):
            parse(text)
    else:
        assert run(text, Memory(T=DOCUMENT)) == result


def test_fields_of_such_names_can_be_changed() -> None:
    catalog = Memory(T=DOCUMENT)
    run("UPDATE T AS t SET t.value = 7, t.order.group = 8 REMOVE t.from", catalog)
    [document] = catalog.tables["T"].documents.values()
    assert document.get("value") == 7
    assert document.get("order").get("group") == 8
    assert "from" not in document


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_every_reserved_word_can_stand_there(word: str) -> None:
    path = parse(f"SELECT t.{word}, t.{word}.x FROM T AS t")
    assert [node.text for node in path.walk() if isinstance(node, ast.Identifier) and node.text == word] == [word] * 2
    with pytest.raises(LedgershellError):
        conformance.parse(f"SELECT t.{word} FROM T AS t")
