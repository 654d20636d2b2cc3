# ruff: noqa: E501 - a statement, or a tree, is one line
"""What the parser makes of statements: the tree, node by node, and the place of each node."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ledgershell.errors import ParseError
from ledgershell.ion.values import MISSING
from ledgershell.partiql import ast
from ledgershell.partiql.parser import parse, parse_script
from tests.partiql.statements import GOOD
from tests.partiql.suite import suite_statements

SLIPS = ("cardinality valid cases", "equiv coercion of a SELECT subquery into a scalar")
"""Cases of the suite whose statements have a slip: an empty `()`, and a missing comma."""


def body(text: str) -> Any:
    """The body of a query statement."""
    statement = parse(text)
    assert isinstance(statement, ast.QueryStatement)
    return statement.query.body


def said(text: str) -> str:
    """The tree without spans, as text."""
    return repr(parse(text))


# --- The suite ------------------------------------------------------------------------------------------------------


def test_every_statement_of_the_suite_that_has_correct_syntax_parses() -> None:
    refused = []
    for case in suite_statements():
        if case.kind in ("eval", "eval-fail", "syntax-ok") and not case.name.startswith(SLIPS):
            try:
                parse(case.statement)
            except ParseError as error:
                refused.append((case, str(error)))
    assert not refused


def test_every_statement_of_the_suite_that_has_wrong_syntax_is_refused() -> None:
    for case in suite_statements():
        if case.kind == "syntax-fail":
            with pytest.raises(ParseError):
                parse(case.statement, reserved_fields=False)


# --- Expressions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("007", 7),
        ("1.50", Decimal("1.50")),
        ("1.", Decimal("1")),
        (".5", Decimal("0.5")),
        ("1e0", 1.0),
        ("1.5E-3", 0.0015),
        ("'it''s'", "it's"),
        ("''", ""),
        ("NULL", None),
        ("missing", MISSING),
        ("True", True),
        ("FALSE", False),
    ],
)
def test_a_literal_has_its_value(text: str, value: object) -> None:
    literal = body(text)
    assert isinstance(literal, ast.Literal)
    assert type(literal.value) is type(value)
    assert repr(literal.value) == repr(value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "Binary('+', Literal(1), Binary('*', Literal(2), Literal(3)))"),
        ("1 - 2 - 3", "Binary('-', Binary('-', Literal(1), Literal(2)), Literal(3))"),
        ("(1 + 2) * 3", "Binary('*', Binary('+', Literal(1), Literal(2)), Literal(3))"),
        ("1 + 2 || 3", "Binary('||', Binary('+', Literal(1), Literal(2)), Literal(3))"),
        ("- -1", "Unary('-', Unary('-', Literal(1)))"),
        ("1 < 2 < 3", "Comparison('<', Comparison('<', Literal(1), Literal(2)), Literal(3))"),
        ("1 != 2", "Comparison('<>', Literal(1), Literal(2))"),
        ("NOT 1 = 2 AND 3", "And((Not(Comparison('=', Literal(1), Literal(2))), Literal(3)))"),
        ("1 OR 2 AND 3 OR 4", "Or((Literal(1), And((Literal(2), Literal(3))), Literal(4)))"),
        ("(1 OR 2) OR 3", "Or((Or((Literal(1), Literal(2))), Literal(3)))"),
        ("1 BETWEEN 2 AND 3 AND 4", "And((Between(Literal(1), Literal(2), Literal(3)), Literal(4)))"),
        ("1 NOT LIKE 2 ESCAPE 3", "Like(Literal(1), Literal(2), Literal(3), True)"),
        ("1 IS NOT MISSING", "Is(Literal(1), 'MISSING', True)"),
        ("1 IS UNKNOWN", "Is(Literal(1), 'UNKNOWN')"),
        ("1 IN (2)", "In(Literal(1), RowConstructor((Literal(2),)))"),
        ("1 IN (2, 3)", "In(Literal(1), RowConstructor((Literal(2), Literal(3))))"),
        ("1 IN ((2))", "In(Literal(1), RowConstructor((Literal(2),)))"),
        ("1 NOT IN [2]", "In(Literal(1), ListConstructor((Literal(2),)), True)"),
        ("1 IN x", "In(Literal(1), Variable(Identifier('x')))"),
        ("1 = (2)", "Comparison('=', Literal(1), Literal(2))"),
        ("a", "Variable(Identifier('a'))"),
        ('"a""b"', "Variable(Identifier('a\"b', True))"),
        ("@a", "Variable(Identifier('a'), True)"),
        ("a.b", "Path(Variable(Identifier('a')), (FieldStep(Identifier('b')),))"),
        (
            "@a.\"b\"[0][*].*.'c'",
            (
                "Path(Variable(Identifier('a'), True), (FieldStep(Identifier('b', True)), IndexStep(Literal(0)), ElementsStep(), "
                "FieldsStep(), FieldStep(Identifier('c', True))))"
            ),
        ),
        (
            "(a.b).c",
            "Path(Path(Variable(Identifier('a')), (FieldStep(Identifier('b')),)), (FieldStep(Identifier('c')),))",
        ),
        ("f()", "Call((Identifier('f'),))"),
        ("s.f(1, 2)", "Call((Identifier('s'), Identifier('f')), (Literal(1), Literal(2)))"),
        ("COUNT(*)", "Call((Identifier('COUNT'),), (), None, True)"),
        ("SUM(DISTINCT 1)", "Call((Identifier('SUM'),), (Literal(1),), 'DISTINCT')"),
        ("LEFT(1)", "Call((Identifier('LEFT'),), (Literal(1),))"),
        ("TRIM(both 1 FROM 2)", "SpecialCall('TRIM', 'BOTH', (Literal(2), Literal(1)))"),
        ("SUBSTRING(1 FROM 2 FOR 3)", "SpecialCall('SUBSTRING', None, (Literal(1), Literal(2), Literal(3)))"),
        ("SUBSTRING(1, 2)", "SpecialCall('SUBSTRING', None, (Literal(1), Literal(2)))"),
        ("POSITION(1 IN 2)", "SpecialCall('POSITION', None, (Literal(1), Literal(2)))"),
        ("OVERLAY(1 PLACING 2 FROM 3)", "SpecialCall('OVERLAY', None, (Literal(1), Literal(2), Literal(3)))"),
        ("EXTRACT(year FROM 1)", "SpecialCall('EXTRACT', 'YEAR', (Literal(1),))"),
        ("DATE_ADD(Month, 1, 2)", "SpecialCall('DATE_ADD', 'MONTH', (Literal(1), Literal(2)))"),
        ("CAST(1 AS INTEGER)", "Cast('CAST', Literal(1), TypeName('INT'))"),
        ("CAST(1 AS DEC(3, 1))", "Cast('CAST', Literal(1), TypeName('DECIMAL', (3, 1)))"),
        ("CAST(1 AS character varying(3))", "Cast('CAST', Literal(1), TypeName('VARCHAR', (3,)))"),
        ("CAST(1 AS any)", "Cast('CAST', Literal(1), TypeName('ANY'))"),
        ("1 IS TIMESTAMP", "IsType(Literal(1), TypeName('TIMESTAMP'))"),
        ("1 IS array<tuple>", "IsType(Literal(1), TypeName('LIST', (), (TypeName('STRUCT'),)))"),
        ("CASE WHEN 1 THEN 2 END", "Case(None, (CaseBranch(Literal(1), Literal(2)),))"),
        ("CASE 1 WHEN 2 THEN 3 ELSE 4 END", "Case(Literal(1), (CaseBranch(Literal(2), Literal(3)),), Literal(4))"),
        (
            "{'a': 1, b: 2}",
            "StructConstructor((StructField(Literal('a'), Literal(1)), StructField(Variable(Identifier('b')), Literal(2))))",
        ),
        ("(1, 2)", "RowConstructor((Literal(1), Literal(2)))"),
        ("`a::'b`c'`", "IonLiteral(\"a::'b`c'\")"),
        ("DATE '2000-01-01'", "DateLiteral('2000-01-01')"),
        ("TIME (3) WITH TIME ZONE 'x'", "TimeLiteral('x', 3, True)"),
        ("TIMESTAMP WITHOUT TIME ZONE 'x'", "TimestampLiteral('x')"),
        ("INTERVAL - '1' DAY(2) TO SECOND(3)", "IntervalLiteral(True, '1', IntervalQualifier('DAY', 2, 'SECOND', 3))"),
        ("INTERVAL '1' SECOND(2, 3)", "IntervalLiteral(False, '1', IntervalQualifier('SECOND', 2, None, 3))"),
        ("CURRENT_date", "SessionValue('CURRENT_DATE')"),
    ],
)
def test_an_expression_becomes_its_tree(text: str, tree: str) -> None:
    assert repr(body(text)) == tree


def test_a_chain_of_and_is_one_node_however_long() -> None:
    node = body(" AND ".join(["a = 1"] * 5000))
    assert isinstance(node, ast.And)
    assert len(node.operands) == 5000


def test_parameters_count_from_zero_in_each_statement() -> None:
    first, second = parse_script("SELECT ?, ? FROM t WHERE a = ?; SELECT ?")
    assert [node.ordinal for node in first.walk() if isinstance(node, ast.Parameter)] == [0, 1, 2]
    assert [node.ordinal for node in second.walk() if isinstance(node, ast.Parameter)] == [0]


def test_a_word_is_a_keyword_only_where_it_can_be_one() -> None:
    node = body("SELECT year, trim, x.date AS time FROM month AS leading WHERE any = map")
    names = [item.text for item in node.walk() if isinstance(item, ast.Identifier)]
    assert names == ["year", "trim", "x", "date", "time", "month", "leading", "any", "map"]


# --- Queries --------------------------------------------------------------------------------------------------------


def test_a_select_block_has_its_clauses() -> None:
    block = body(
        "SELECT DISTINCT a AS x, t.* EXCLUDE t.b FROM t AS t AT i BY d LET 1 AS l WHERE w GROUP BY a AS k GROUP AS g "
        "HAVING h WINDOW v AS (PARTITION BY p ORDER BY o)"
    )
    assert isinstance(block, ast.Select)
    assert block.quantifier == "DISTINCT"
    assert repr(block.projection) == (
        "ProjectItems((ProjectItem(Variable(Identifier('a')), Identifier('x')), ProjectAll(Variable(Identifier('t')))))"
    )
    assert repr(block.exclude) == "(ExcludePath(Identifier('t'), (FieldStep(Identifier('b')),)),)"
    assert repr(block.from_items) == (
        "(FromSource(Variable(Identifier('t')), Identifier('t'), Identifier('i'), Identifier('d')),)"
    )
    assert repr(block.let) == "(LetBinding(Literal(1), Identifier('l')),)"
    assert repr(block.where) == "Variable(Identifier('w'))"
    assert (
        repr(block.group_by)
        == "GroupBy(False, (GroupKey(Variable(Identifier('a')), Identifier('k')),), Identifier('g'))"
    )
    assert repr(block.having) == "Variable(Identifier('h'))"
    assert repr(block.windows) == (
        "(WindowDefinition(Identifier('v'), WindowSpecification(None, (Variable(Identifier('p')),), "
        "(SortKey(Variable(Identifier('o'))),))),)"
    )


def test_the_frame_of_a_query() -> None:
    statement = parse("WITH RECURSIVE a (n) AS (1) VALUES (1), 2 ORDER BY x DESC NULLS FIRST, y LIMIT 3 OFFSET 4")
    assert isinstance(statement, ast.QueryStatement)
    query = statement.query
    assert (
        repr(query.with_clause)
        == "WithClause(True, (CommonTable(Identifier('a'), (Identifier('n'),), Query(None, Literal(1))),))"
    )
    assert repr(query.body) == "Values((RowConstructor((Literal(1),)), Literal(2)))"
    assert (
        repr(query.order_by)
        == "(SortKey(Variable(Identifier('x')), True, 'FIRST'), SortKey(Variable(Identifier('y'))))"
    )
    assert (repr(query.limit), repr(query.offset)) == ("Literal(3)", "Literal(4)")


def test_intersect_binds_tighter_and_a_query_in_parentheses_is_a_query() -> None:
    node = body("(SELECT 1) UNION ALL b OUTER INTERSECT c EXCEPT d")
    assert isinstance(node, ast.SetOperation)
    assert (node.operator, node.outer, node.quantifier) == ("EXCEPT", False, None)
    union = node.left
    assert isinstance(union, ast.SetOperation)
    assert (union.operator, union.quantifier) == ("UNION", "ALL")
    assert isinstance(union.left, ast.Query)
    assert isinstance(union.left.body, ast.Select)
    assert isinstance(union.right, ast.SetOperation)
    assert union.right.outer


def test_a_query_in_an_expression_is_a_subquery() -> None:
    assert isinstance(body("(SELECT 1)"), ast.Select)
    assert isinstance(body("((SELECT 1))"), ast.Select)
    assert isinstance(body("1 + (SELECT 1)").right, ast.Subquery)
    call = body("f(SELECT 1)")
    assert isinstance(call.arguments[0], ast.Subquery)
    assert ast.structure(call) == ast.structure(body("f((SELECT 1))"))


def test_joins_nest_as_their_conditions_say() -> None:
    block = body("SELECT * FROM a JOIN b LEFT OUTER JOIN c ON 1 ON 2 RIGHT CROSS JOIN d, UNPIVOT e AS v AT n")
    first, second = block.from_items
    assert isinstance(first, ast.Join)
    assert first.kind == "RIGHT CROSS"
    assert isinstance(first.left, ast.Join)
    assert first.left.kind == "INNER"
    assert isinstance(first.left.right, ast.Join)
    assert first.left.right.kind == "LEFT"
    assert isinstance(second, ast.Unpivot)


def test_windows_and_their_names() -> None:
    block = body("SELECT LAG(x) IGNORE NULLS OVER w, RANK() OVER (w ORDER BY y) FROM t")
    first, second = (item.expression for item in block.projection.items)
    assert repr(first) == (
        "WindowCall(Call((Identifier('LAG'),), (Variable(Identifier('x')),)), 'IGNORE', WindowSpecification(Identifier('w')))"
    )
    assert second.nulls is None
    assert second.window.base.text == "w"


def test_a_graph_pattern() -> None:
    block = body("SELECT x FROM g MATCH ANY SHORTEST TRAIL p = (x:a|b&!%)-[e WHERE e.w]->{1,3}(y)[(z)~>]+ AS m")
    source = block.from_items[0]
    assert source.alias.text == "m"
    (path,) = source.expression.pattern.paths
    assert (path.selector.kind, path.restrictor, path.variable.text) == ("ANY SHORTEST", "TRAIL", "p")
    node, edge, _, sub = path.parts
    assert repr(node.label) == (
        "LabelOr(LabelName(Identifier('a')), LabelAnd(LabelName(Identifier('b')), LabelNot(LabelWildcard())))"
    )
    assert (edge.direction, edge.variable.text, edge.quantifier.minimum, edge.quantifier.maximum) == ("->", "e", 1, 3)
    assert isinstance(sub, ast.SubPattern)
    assert [part.direction for part in sub.parts if isinstance(part, ast.EdgePattern)] == ["~>"]
    assert sub.quantifier is not None
    assert sub.quantifier.maximum is None


# --- Changes and definitions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns", "single", "source"),
    [
        ("INSERT INTO T VALUE {'a': 1}", 0, True, "StructConstructor"),
        ("INSERT INTO T {'a': 1}", 0, False, "StructConstructor"),
        ("INSERT INTO T ?", 0, False, "Parameter"),
        ("INSERT INTO T VALUE ?", 0, True, "Parameter"),
        ("INSERT INTO T << {'a': 1} >>", 0, False, "BagConstructor"),
        ("INSERT INTO T [ {'a': 1} ]", 0, False, "ListConstructor"),
        ("INSERT INTO T `{a: 1}`", 0, False, "IonLiteral"),
        ("INSERT INTO T SELECT a FROM b", 0, False, "Query"),
        ("INSERT INTO T (SELECT a FROM b)", 0, False, "Query"),
        ("INSERT INTO T (a, b) VALUES (1, 2)", 2, False, "Query"),
        ("INSERT INTO T (a) SELECT 1", 1, False, "Query"),
        ("INSERT INTO T (a)", 0, False, "Variable"),
        ("INSERT INTO T VALUES (1)", 0, False, "Query"),
        ("INSERT INTO T DEFAULT VALUES", 0, False, "NoneType"),
    ],
)
def test_every_form_of_insert(text: str, columns: int, single: bool, source: str) -> None:
    statement = parse(text)
    assert isinstance(statement, ast.Insert)
    assert [name.text for name in statement.table.name] == ["T"]
    found = statement.source.body if isinstance(statement.source, ast.Query) else statement.source
    kind = "Query" if isinstance(found, ast.QueryBody) else type(found).__name__
    assert (len(statement.columns), statement.single, kind) == (columns, single, source)


def test_conflicts_and_returning() -> None:
    statement = parse(
        "INSERT INTO t ? ON CONFLICT (a, b) DO UPDATE EXCLUDED WHERE c RETURNING MODIFIED NEW *, ALL OLD t.a"
    )
    assert isinstance(statement, ast.Insert)
    conflict = statement.on_conflict
    assert conflict is not None
    assert (conflict.action, [name.text for name in conflict.columns], repr(conflict.where)) == (
        "UPDATE",
        ["a", "b"],
        "Variable(Identifier('c'))",
    )
    assert [(item.rows, item.image, item.expression is None) for item in statement.returning] == [
        ("MODIFIED", "NEW", True),
        ("ALL", "OLD", False),
    ]


def test_changes_keep_their_order() -> None:
    statement = parse(
        "UPDATE t AS p BY d SET p.a[0] = 1, p = 2 INSERT INTO p.b VALUE 3 AT 'k' REMOVE p.c WHERE d = 'x'"
    )
    assert isinstance(statement, ast.Update)
    assert repr(statement.table) == "Table((Identifier('t'),), Identifier('p'), None, Identifier('d'))"
    assert [type(change).__name__ for change in statement.changes] == [
        "Assignment",
        "Assignment",
        "InsertElement",
        "RemoveElement",
    ]
    assert repr(statement.changes[2]) == (
        "InsertElement(Path(Variable(Identifier('p')), (FieldStep(Identifier('b')),)), Literal(3), Literal('k'))"
    )
    assert repr(statement.where) == "Comparison('=', Variable(Identifier('d')), Literal('x'))"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("DELETE FROM t AS p WHERE 1", "Delete(Table((Identifier('t'),), Identifier('p')), Literal(1))"),
        ("DROP TABLE t", "DropTable((Identifier('t'),))"),
        ('UNDROP TABLE "x"', "UndropTable(Identifier('x', True))"),
        ("CREATE INDEX ON t (a)", "CreateIndex(None, (Identifier('t'),), (Variable(Identifier('a')),))"),
        (
            'DROP INDEX "i" ON t WITH (purge = true)',
            "DropIndex(Identifier('i', True), (Identifier('t'),), (Option(Identifier('purge'), Literal(True)),))",
        ),
        (
            "CREATE TABLE t WITH (aws_tags = `{a: 'b'}`)",
            "CreateTable((Identifier('t'),), (), (), (), (Option(Identifier('aws_tags'), IonLiteral(\"{a: 'b'}\")),))",
        ),
        (
            "CREATE TABLE t (a OPTIONAL INT NOT NULL COMMENT 'c', UNIQUE (a)) PARTITION BY (a)",
            (
                "CreateTable((Identifier('t'),), (ColumnDefinition(Identifier('a'), True, TypeName('INT'), "
                "(Constraint('NOT NULL'),), 'c'), Constraint('UNIQUE', None, (Identifier('a'),))), (Identifier('a'),))"
            ),
        ),
        ("EXEC f ?, 'a'", "Exec((Identifier('f'),), (Parameter(0), Literal('a')))"),
        ("EXPLAIN ANALYZE 1", "Explain(True, (), QueryStatement(Query(None, Literal(1))))"),
        ("START TRANSACTION", "Begin()"),
        ("COMMIT WORK;", "Commit()"),
        ("abort", "Rollback()"),
        (
            "SELECT abort",
            "QueryStatement(Query(None, Select(None, ProjectItems((ProjectItem(Variable(Identifier('abort'))),)))))",
        ),
    ],
)
def test_a_short_statement_becomes_its_tree(text: str, tree: str) -> None:
    assert said(text) == tree


def test_the_from_statement_ranges_over_nested_data() -> None:
    statement = parse("FROM T r, @r.a AS o WHERE o.b = 1 SET o.b = 2")
    assert isinstance(statement, ast.FromStatement)
    assert [
        source.alias.text for source in statement.from_items if isinstance(source, ast.FromSource) and source.alias
    ] == [
        "r",
        "o",
    ]
    assert len(statement.changes) == 1


# --- Places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", GOOD)
def test_every_node_lies_within_the_one_above(text: str) -> None:
    statement = parse(text)
    assert text[: statement.span.start].strip() == "" or text.startswith(("--", "/*"))
    for node in statement.walk():
        assert 0 <= node.span.start <= node.span.end <= len(text)
        for child in node.children():
            assert node.span.start <= child.span.start, (node, child)
            assert child.span.end <= node.span.end, (node, child)


@pytest.mark.parametrize("text", GOOD)
def test_the_text_of_an_expression_is_that_expression(text: str) -> None:
    """What stands at a node's place parses to the node itself."""
    for node in parse(text).walk():
        if not isinstance(node, ast.Expression) or any(isinstance(inner, ast.Parameter) for inner in node.walk()):
            continue
        own = text[node.span.start : node.span.end]
        if isinstance(node, ast.Literal) and own.isalpha() and isinstance(node.value, str):
            continue  # the bare words of EXPLAIN's options
        again = parse(f"({own})" if isinstance(node, ast.GraphMatch) else own)
        assert isinstance(again, ast.QueryStatement)
        if isinstance(node, ast.Subquery):
            assert ast.structure(again.query) == ast.structure(node.query)
        elif isinstance(node, ast.RowConstructor) and len(node.items) == 1:
            assert ast.structure(again.query.body) in (ast.structure(node), ast.structure(node.items[0]))
        else:
            assert ast.structure(again.query.body) == ast.structure(node), own


def test_spans_of_a_part_point_into_the_whole_text() -> None:
    text = "SELECT 1; SELECT a FROM t"
    statement = parse(text, 10)
    assert text[statement.span.start : statement.span.end] == "SELECT a FROM t"
    assert [text[node.span.start : node.span.end] for node in statement.walk() if isinstance(node, ast.Variable)] == [
        "a",
        "t",
    ]


def test_the_semicolon_is_no_part_of_the_statement() -> None:
    assert parse("  SELECT 1 ; ").span == (2, 10)
