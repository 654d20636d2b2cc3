"""What the value of an expression looks like, as far as the samples tell: which fields may stand behind its dot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledgershell.partiql import ast
from ledgershell.shell.completion.scope import Source
from ledgershell.shell.completion.shapes import Shape, change, committed, rows_of, user_table, walked
from ledgershell.shell.completion.wanted import Step
from ledgershell.static_typing import Final

DEEPEST: Final = 30
"""Variables that name each other in circles end here."""
COMMITTED_PREFIX: Final = "_ql_committed_"


class Resolver:
    """``sources`` are the variables in sight, ``tables`` what documents look like, ``outer`` the block around."""

    def __init__(self, sources: Sequence[Source], tables: Mapping[str, Shape], outer: Resolver | None = None) -> None:
        self.sources = sources
        self.tables = tables
        self._outer = outer
        self._looked_up: dict[int, Shape | None] = {}
        """By the source's place.  One that is being looked up is there as nothing, so circles end."""

    def fields(self, path: Sequence[Step]) -> Mapping[str, Shape]:
        """What may stand behind a path and a dot."""
        shape = self.at(path)
        return {} if shape is None else shape.fields

    def at(self, path: Sequence[Step]) -> Shape | None:
        """The shape that a path leads to; its first step is a variable, a table, or a field of a source."""
        first = path[0] if path else None
        if first is None:
            return None
        root = self._name(first, False, DEEPEST)
        return None if root is None else walked(root, path[1:])

    def rows(self, depth: int = DEEPEST) -> list[tuple[Source, Shape]]:
        """The sources that FROM ranges over, with what their rows look like."""
        found = [(source, self._of(place, depth)) for place, source in enumerate(self.sources) if source.role == "rows"]
        return [(source, shape) for source, shape in found if shape is not None]

    def table(self, name: str, *, quoted: bool = False) -> Shape | None:
        """A table or its committed view, as a collection of documents or revisions."""
        base = name.removeprefix(COMMITTED_PREFIX)
        document = self.tables.get(base)
        if document is None and not quoted:
            folded = [shape for other, shape in self.tables.items() if other.lower() == base.lower()]
            document = folded[0] if len(folded) == 1 else None
        if document is None:
            return None
        return rows_of(document if base == name else committed(document))

    def _of(self, place: int, depth: int) -> Shape | None:
        """What a variable's value looks like."""
        if place not in self._looked_up:
            self._looked_up[place] = None
            source = self.sources[place]
            shape = None
            if source.role not in ("text", "number", "any"):
                shape = self._shape(source.expression, depth - 1)
            if source.role == "rows" and shape is not None:
                shape = shape.elements or shape
            self._looked_up[place] = shape
        return self._looked_up[place]

    def _name(self, name: str, quoted: bool, depth: int) -> Shape | None:
        shape = self._variable(name, quoted, depth) or self.table(name, quoted=quoted)
        if shape is None:
            fields = [row.field(name) for _, row in self.rows(depth)]
            shape = next((field for field in fields if field is not None), None)
        return shape

    def _variable(self, name: str, quoted: bool, depth: int) -> Shape | None:
        for place, source in enumerate(self.sources):
            if source.name == name or (not quoted and source.name.lower() == name.lower()):
                shape = self._of(place, depth)
                if shape is not None:
                    return shape
        return None if self._outer is None else self._outer._variable(name, quoted, depth)

    def _shape(self, node: ast.Node, depth: int) -> Shape | None:
        if depth <= 0:
            return None
        if isinstance(node, ast.Variable):
            return self._name(node.name.text, node.name.quoted, depth)
        if isinstance(node, ast.Path):
            if _names(node) == ("information_schema", "user_tables"):
                return rows_of(user_table())
            root = self._shape(node.root, depth - 1)
            return None if root is None else walked(root, [_step(step) for step in node.steps])
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Subquery | ast.QueryStatement):
            return self._shape(node.query, depth - 1)
        if isinstance(node, ast.Query):
            return self._shape(node.body, depth - 1)
        if isinstance(node, ast.Select):
            return self._select(node, depth)
        if isinstance(node, ast.StructConstructor):
            return self._struct(node, depth)
        if isinstance(node, ast.Collection):
            return Shape(None, self._shape(node.items[0], depth - 1) if node.items else None, "list")
        return None

    def _call(self, node: ast.Call) -> Shape | None:
        name = node.name[-1].text.lower()
        first = node.arguments[0] if node.arguments else None
        if name not in ("history", "changes") or not isinstance(first, ast.Variable):
            return None
        table = self.table(first.name.text, quoted=first.name.quoted)
        document = None if table is None else table.elements
        if document is None:
            return None
        return rows_of(committed(document) if name == "history" else change(document))

    def _select(self, node: ast.Select, depth: int) -> Shape | None:
        inner = Resolver(_sources(node.from_items), self.tables, self)
        projection = node.projection
        if isinstance(projection, ast.ProjectValue):
            return Shape(None, inner._shape(projection.expression, depth - 1), "bag")
        row = Shape(None, None, "struct")
        if isinstance(projection, ast.ProjectStar):
            for _, shape in inner.rows(depth - 1):
                row.fields.update(shape.fields)
        elif isinstance(projection, ast.ProjectItems):
            for item in projection.items:
                if isinstance(item, ast.ProjectAll):
                    all_of = inner._shape(item.expression, depth - 1)
                    row.fields.update({} if all_of is None else all_of.fields)
                elif (name := item.alias or _last_name(item.expression)) is not None:
                    row.fields[name.text] = inner._shape(item.expression, depth - 1) or Shape()
        return rows_of(row)

    def _struct(self, node: ast.StructConstructor, depth: int) -> Shape:
        made = Shape(None, None, "struct")
        for entry in node.entries:
            if isinstance(entry.key, ast.Literal) and isinstance(entry.key.value, str):
                made.fields[entry.key.value] = self._shape(entry.value, depth - 1) or Shape()
        return made


def _sources(items: Sequence[ast.FromItem]) -> list[Source]:
    found: list[Source] = []
    pending = list(items)
    while pending:
        item = pending.pop()
        if isinstance(item, ast.Join):
            pending += [item.left, item.right]
        elif isinstance(item, ast.FromSource) and (name := item.alias or _last_name(item.expression)) is not None:
            found.append(Source(name.text, "rows", item.expression))
    return found


def _last_name(expression: ast.Expression) -> ast.Identifier | None:
    if isinstance(expression, ast.Variable):
        return expression.name
    if isinstance(expression, ast.Path) and isinstance(step := expression.steps[-1], ast.FieldStep):
        return step.name
    return None


def _names(node: ast.Path) -> tuple[str, ...]:
    if not isinstance(node.root, ast.Variable):
        return ()
    steps = [step.name.text.lower() for step in node.steps if isinstance(step, ast.FieldStep)]
    return (node.root.name.text.lower(), *steps)


def _step(step: ast.PathStep) -> Step:
    if isinstance(step, ast.FieldStep):
        return step.name.text
    if isinstance(step, ast.IndexStep) and isinstance(step.index, ast.Literal) and isinstance(step.index.value, str):
        return step.index.value
    return None
