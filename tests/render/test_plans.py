"""Plans as drawn trees."""

from __future__ import annotations

from decimal import Decimal

from ledgershell.ion.values import Struct, Value
from ledgershell.render.options import RenderOptions
from tests.render.samples import COLOR, PIPE, TERMINAL, printed


def node(operator: str, inputs: list[Value] | None = None, **fields: Value) -> Struct:
    more = [] if inputs is None else [("inputs", inputs)]
    return Struct([("operator", operator), *fields.items(), *more])


def tree(plan: Value, options: RenderOptions = PIPE) -> list[str]:
    return printed([plan], "plan", options).splitlines()


READ = node("read", source="Person", access="scan", description="all of Person", tested=["p.Age > 40", "p.a = 1"])


def test_details_stand_below_their_node_and_above_its_inputs() -> None:
    plan = node("select", [node("hash join", [READ, node("range", over="p.cars")], kind="inner")], limit="3")
    assert tree(plan) == [
        "select",
        "│  limit: 3",
        "└─ hash join",
        "   │  kind: inner",
        "   ├─ read Person",
        "   │     scan: all of Person",
        "   │     tested: p.Age > 40, p.a = 1",
        "   └─ range",
        "         over: p.cars",
    ]


def test_what_was_measured_stands_behind_the_operator() -> None:
    plan = node("select", [node("read", read=1000, rows=1, runs=2)], rows=2000, seconds=Decimal("0.0125"))
    assert tree(plan) == ["select  (2,000 rows, 12.500 ms)", "└─ read  (1 row of 1,000 read, 2 runs)"]


def test_a_terminal_without_unicode_gets_ascii() -> None:
    plan = node("union", [node("value", of="1"), node("value", of="2")], memory="all")
    lines = tree(plan, TERMINAL._replace(unicode=False))
    assert lines == ["union", "|  memory: all", "|- value", "|     of: 1", "`- value", "      of: 2"]


def test_a_statement_s_text_cannot_command_the_terminal() -> None:
    plan = node("read", source="\x1b]0;x\x07", access="scan", description="\x9b31m", tested=["a = '\u202e'"])
    for options in (PIPE, TERMINAL, TERMINAL._replace(unicode=False)):
        text = "".join(tree(plan, options))
        assert not any(character in text for character in "\x1b\x07\x9b\u202e")
    assert "\x1b]" not in "".join(tree(plan, COLOR))


def test_what_is_no_plan_is_ion() -> None:
    assert tree(Struct([("a", 1)])) == ["{", "  a: 1", "}"]
    assert tree(7) == ["7"]
