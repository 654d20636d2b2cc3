"""Changes as functions of a frame: collect first, then write."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import EvaluationError
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Value
from ledgershell.partiql.compiler import documents
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, bare
from ledgershell.partiql.plan import changes as plan
from ledgershell.partiql.plan.node import Node, expect
from ledgershell.partiql.runtime import checked
from ledgershell.partiql.types import kind_name
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ledgershell.partiql.compiler.returning import Describe

Change = Callable[[Frame], list[Value]]
"""Runs the change; returns a row for each changed document: ``{documentId: …}``, or what RETURNING asks for."""


def compile_change(node: Node, compiler: Compiler) -> Change:
    """The function of one change plan."""
    if isinstance(node, plan.Insert):
        return _insert(node, compiler)
    return _modify(expect(node, plan.Modify), compiler)


# --- INSERT ---------------------------------------------------------------------------------------------------------


def _insert(node: plan.Insert, compiler: Compiler) -> Change:
    """All documents are checked before the first is written."""
    target, columns = node.target, node.columns
    collect, describe = _collector(node, compiler), _describer(node.returning, compiler)

    def insert(frame: Frame) -> list[Value]:
        check, transaction = frame[0].check, frame[0].transaction
        documents = [_document(value, columns, node) for value in checked(collect(frame), check)]
        rows = [] if describe is None else [describe(frame, None, new, None, None) for new in documents]
        identities = [target.insert(transaction, document) for document in checked(documents, check)]
        return rows or [_row(identity) for identity in identities]

    return insert


def _row(identity: str) -> Value:
    return Struct((("documentId", identity),))


def _describer(returning: plan.Returning | None, compiler: Compiler) -> Describe | None:
    if returning is None:
        return None
    from ledgershell.partiql.compiler.returning import compile_returning

    return compile_returning(returning, compiler)


def _collector(node: plan.Insert, compiler: Compiler) -> Callable[[Frame], list[Value]]:
    if node.rows is not None:
        emit = compiler.query(node.rows)
        return lambda frame: list(emit(frame))
    evaluate, single, columns = compiler.expression(expect(node.value, Node)), node.single, node.columns

    def values(frame: Frame) -> list[Value]:
        value = evaluate(frame)
        plain = bare(value)
        if single or type(plain) not in (list, Bag, SExpression):
            return [value]
        if columns and not all(isinstance(bare(item), list | Struct) for item in plain):
            return [plain]
        return list(plain)

    return values


_NAME_THE_FIELDS: Final = "tables have no columns: name the fields, as in INSERT INTO t (a, b) VALUES (1, 'x')"


def _document(value: Value, columns: tuple[str, ...], node: plan.Insert) -> Struct:
    value = bare(value)
    if type(value) is list and len(value) == 1 and not columns:
        value = bare(value[0])
    if columns:
        items = list(value.values()) if isinstance(value, Struct) else value
        if not isinstance(items, list):
            items = [items]
        if len(items) != len(columns):
            raise EvaluationError(
                "LS-EVAL-032",
                f"there are {len(columns)} columns, but {len(items)} value{'s' * (len(items) != 1)}",
                span=node.span,
            )
        return Struct([(name, item) for name, item in zip(columns, items, strict=True) if item is not MISSING])
    if not isinstance(value, Struct):
        raise EvaluationError(
            "LS-EVAL-032",
            f"a document must be a struct, this is a {kind_name(value)}",
            span=node.span,
            hint=_NAME_THE_FIELDS if type(value) is list else "for example {'name': 'value'}",
        )
    return value


# --- UPDATE, DELETE, FROM -------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """What one row asks of its document: operations with their places and values worked out."""

    identity: str
    document: Struct
    operations: list[documents.Operation]


def _modify(node: plan.Modify, compiler: Compiler) -> Change:
    produce = compiler.relation(node.relation)
    prepare = [_operation(operation, compiler) for operation in node.operations]
    target, document_place, identity_place = node.target, node.document, node.identity

    describe = _describer(node.returning, compiler)

    def modify(frame: Frame) -> list[Value]:
        check, transaction = frame[0].check, frame[0].transaction
        found: list[_Found] = []
        for _ in checked(produce(frame), check):
            identity, document = frame[identity_place], frame[document_place]
            found.append(_Found(identity, document, [operation(frame) for operation in prepare]))
        gathered: dict[str, tuple[Struct, list[documents.Operation]]] = {}
        for row in checked(found, check):
            gathered.setdefault(row.identity, (row.document, []))[1].extend(row.operations)
        results: list[tuple[str, Struct | None, Value]] = []
        for identity, (document, operations) in checked(gathered.items(), check):
            after = documents.apply(document, operations)
            if isinstance(after, documents.Untouched):
                continue
            told = _row(identity)
            if describe is not None:
                told = describe(frame, document, after, _touched(operations), identity)
            results.append((identity, after, told))
        for identity, after, _ in checked(results, check):
            if after is None:
                target.delete(transaction, identity)
            else:
                target.replace(transaction, identity, after)
        return [told for _, _, told in results]

    return modify


def _touched(operations: list[documents.Operation]) -> frozenset[str] | None:
    """The document's fields that the operations are about; ``None`` for the document itself."""
    if not all(operation.place for operation in operations):
        return None
    return frozenset(str(operation.place[0]) for operation in operations)


def _operation(node: Node, compiler: Compiler) -> Callable[[Frame], documents.Operation]:
    if isinstance(node, plan.Remove):
        place, span = _place(node.location, compiler), node.location.span
        return lambda frame: documents.Operation("remove", place(frame), MISSING, None, span)
    if isinstance(node, plan.SetValue):
        place, span, value = _place(node.location, compiler), node.location.span, compiler.expression(node.value)
        return lambda frame: documents.Operation("set", place(frame), value(frame), None, span)
    return _insertion(expect(node, plan.InsertValue), compiler)


def _insertion(node: plan.InsertValue, compiler: Compiler) -> Callable[[Frame], documents.Operation]:
    place, span, value = _place(node.location, compiler), node.location.span, compiler.expression(node.value)
    key: Evaluator = (lambda _: None) if node.key is None else compiler.expression(node.key)
    return lambda frame: documents.Operation("insert", place(frame), value(frame), key(frame), span)


def _place(location: plan.Location, compiler: Compiler) -> Callable[[Frame], list[Value]]:
    """The steps for one row.

    A missing position is left out: its variable ranges over something that is no list, and stands for that itself.
    """
    steps = [step if isinstance(step, str | int) else compiler.expression(step) for step in location.steps]

    def place(frame: Frame) -> list[Value]:
        worked_out = [step(frame) if callable(step) else step for step in steps]
        return [step for step in worked_out if step is not MISSING]

    return place
