"""html and latex: the data stand in the page, and nothing of them is obeyed there."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgershell.ion.values import Struct, Value
from ledgershell.render.cells import cell
from tests.render.samples import ALL_TYPES, MARKUP, PIPE, printed
from tests.render.test_hostile_text import hostile_value

INJECTIONS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</td></tr></table>", "&lt;b&gt;", "<!-- x", "]]>",
    "javascript:alert(1)", "\\input{/etc/passwd}", "\\write18{rm}", "$x^2$ & 50% of #1_a {b} ~c", "--- ,, ``x''",
    "\\begin{verbatim}", "^^5cinput", *MARKUP[:20],
]  # fmt: skip


class Table(HTMLParser):
    """The elements of a page and the text of each cell."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.classes: list[str] = []
        self.cells: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        assert all(name in ("border", "scope", "class") for name, _ in attributes)
        if tag in ("td", "th"):
            self.cells.append("")
            self.classes += [value or "" for name, value in attributes if name == "class"]

    def handle_data(self, data: str) -> None:
        if self.cells and data.strip():
            self.cells[-1] += data


def test_html_shows_markup_as_text() -> None:
    rows = [Struct([("a", text), (text, 1)]) for text in INJECTIONS[:6]]
    table = Table(printed(rows, "html", PIPE._replace(title="<b>")))
    assert set(table.elements) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    titles, cells = table.cells[:7], table.cells[7::7]
    assert titles == ["a", *INJECTIONS[:6]]
    assert cells == [cell(text).text for text in INJECTIONS[:6]]


@settings(max_examples=80, deadline=None)
@given(st.lists(hostile_value, min_size=1, max_size=4))
def test_every_cell_of_html_is_the_cell_of_a_table(rows: list[Value]) -> None:
    table = Table(printed([Struct([("a", row)]) for row in rows], "html"))
    assert [each.strip() for each in table.cells] == ["a", *(cell(row).text.strip() for row in rows)]


def test_kinds_are_classes() -> None:
    table = Table(printed(ALL_TYPES, "html"))
    assert {"null", "int", "decimal", "timestamp", "string", "symbol", "list", "struct", "absent"} <= set(table.classes)


@settings(max_examples=80, deadline=None)
@given(st.lists(hostile_value | st.sampled_from(INJECTIONS), min_size=1, max_size=4))
def test_nothing_in_latex_is_a_command_but_ours(rows: list[Value]) -> None:
    output = printed([Struct([("a", row), ("b%", row)]) for row in rows], "latex", PIPE._replace(title="50% & more"))
    bare = re.sub(r"\\(?:begin|end)\{(?:tabular|center)\}|\{[rl| ]+\}|\\hline|\\\\\n", "", output)
    bare = re.sub(
        r"\\text(?:backslash|ascii(?:tilde|circum|grave)|less|greater|bar|quotedbl|quotesingle)\{\}", "", bare
    )
    bare = re.sub(r"\\(?:textperiodcentered|ldots)\{\}|\\textit(?=\{)|\\[&%$#_{}]|-\{\}(?=-)|,\{\}(?=,)", "", bare)
    assert "\\" not in bare
    assert not set("%$#^~") & set(bare)
    assert bare.count("&") == len(rows) + 1
    assert bare.count("{") == bare.count("}") == 2


def test_borders_and_alignment_of_latex() -> None:
    rows = [Struct([("n", 1), ("s", "x")])]
    assert printed(rows, "latex", PIPE._replace(border=2)).splitlines()[:3] == [
        "\\begin{tabular}{| r | l |}",
        "\\hline",
        "\\textit{n} & \\textit{s} \\\\",
    ]
    assert printed(rows, "latex", PIPE._replace(border=0)).startswith("\\begin{tabular}{r l}\n")


def test_unaligned_is_psqls() -> None:
    rows = [Struct([("n", 1), ("s", "x")]), Struct([("s", None)])]
    assert printed(rows, "unaligned") == "n|s\n1|x\n|null\n"
    options = PIPE._replace(separator="\t", record_end=";", header=False)
    assert printed(rows, "unaligned", options) == "1\tx;\tnull;"
