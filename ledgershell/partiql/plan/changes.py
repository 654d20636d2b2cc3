"""What INSERT, UPDATE, DELETE and QLDB's FROM statements do.

The rows to change are found by an ordinary relation and collected before anything is changed, so that a statement
never meets its own work.
"""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.plan.expressions import Expression
from ledgershell.partiql.plan.node import Node
from ledgershell.partiql.plan.relations import Query, Relation
from ledgershell.partiql.sources import Target


class Returned(Node):
    """One item of RETURNING: all fields of an image (no ``expression``), or a value worked out from it.

    ``modified``  only of the fields that the statement touched
    ``new``       the image after the change, else the one before it
    """

    modified: bool
    new: bool
    name: str
    expression: Expression | None
    span: Span | None = None


class Returning(Node):
    """What a change tells of each document: ``image`` is the slot for the document, ``identity`` that for its id."""

    image: int
    identity: int | None
    items: tuple[Returned, ...]


class Insert(Node):
    """Documents for a table.

    ``rows``     the query whose values are the documents; else ``value``, one document (``single``) or a collection
    ``columns``  names for rows that come as lists, or for the columns of a SELECT by position
    """

    target: Target
    rows: Query | None
    value: Expression | None
    single: bool
    columns: tuple[str, ...]
    span: Span | None = None
    returning: Returning | None = None


class Location(Node):
    """Where in a document an operation works: the steps from the document, names or numbers.

    A step that is an expression is evaluated for each row: the position of a nested variable, or ``[i]``.
    """

    steps: tuple[str | int | Expression, ...]
    span: Span | None = None


class SetValue(Node):
    """``SET location = value``."""

    location: Location
    value: Expression
    span: Span | None = None


class InsertValue(Node):
    """``INSERT INTO location VALUE value [AT key]``."""

    location: Location
    value: Expression
    key: Expression | None
    span: Span | None = None


class Remove(Node):
    """``REMOVE location``; an empty location is the document."""

    location: Location
    span: Span | None = None


class Modify(Node):
    """Operations on the document of each row.  ``document`` and ``identity`` are slots that the relation fills."""

    target: Target
    relation: Relation
    document: int
    identity: int
    operations: tuple[Node, ...]
    span: Span | None = None
    returning: Returning | None = None
