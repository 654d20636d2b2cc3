"""Calls and windows as the parser builds them; see :mod:`ledgershell.partiql.builder`."""

from __future__ import annotations

from ledgershell.errors import Span
from ledgershell.partiql.ast_base import Expression
from ledgershell.partiql.ast_calls import Call, SessionValue, SpecialCall, WindowCall, WindowSpecification
from ledgershell.partiql.ast_queries import Query, Subquery
from ledgershell.partiql.builder import Builder, Values


def _argument(query: Query | Expression) -> Expression:
    """``f(SELECT …)`` means ``f((SELECT …))``."""
    return query if isinstance(query, Expression) else Subquery(query.span, query)


def call_empty(_b: Builder, s: Span, v: Values) -> Call:
    """``f()``."""
    return Call(s, tuple(v[0]))


def call_star(_b: Builder, s: Span, v: Values) -> Call:
    """``f(*)``."""
    return Call(s, tuple(v[0]), (), None, True)


def call_one(_b: Builder, s: Span, v: Values) -> Call:
    """``f(a)`` or ``f(SELECT …)``."""
    return Call(s, tuple(v[0]), (_argument(v[2]),))


def call_many(_b: Builder, s: Span, v: Values) -> Call:
    """``f(a, b, …)``."""
    return Call(s, tuple(v[0]), (v[2], *v[4]))


def call_quantified(_b: Builder, s: Span, v: Values) -> Call:
    """``f(DISTINCT a)``."""
    return Call(s, tuple(v[0]), (_argument(v[3]),), v[2])


def call_quantified_many(_b: Builder, s: Span, v: Values) -> Call:
    """``f(DISTINCT a, b, …)``."""
    return Call(s, tuple(v[0]), (v[3], *v[5]), v[2])


def session_value(_b: Builder, s: Span, v: Values) -> SessionValue:
    """``CURRENT_DATE`` and its like."""
    return SessionValue(s, v[0])


# --- Windows --------------------------------------------------------------------------------------------------------


def window_call(_b: Builder, s: Span, v: Values) -> WindowCall:
    """``f(…) OVER window``."""
    return WindowCall(s, v[0], None, v[2])


def window_call_nulls(_b: Builder, s: Span, v: Values) -> WindowCall:
    """``f(…) IGNORE|RESPECT NULLS OVER window``."""
    return WindowCall(s, v[0], v[1], v[4])


def window_name(_b: Builder, s: Span, v: Values) -> WindowSpecification:
    """``OVER w``."""
    return WindowSpecification(s, v[0], (), ())


def window_specification(_b: Builder, s: Span, v: Values) -> WindowSpecification:
    """``([PARTITION BY …] [ORDER BY …])``."""
    return WindowSpecification(s, None, v[1], v[2])


def window_specification_base(_b: Builder, s: Span, v: Values) -> WindowSpecification:
    """``(w [PARTITION BY …] [ORDER BY …])``."""
    return WindowSpecification(s, v[1], v[2], v[3])


def partition_by(_b: Builder, _s: Span, v: Values) -> tuple[Expression, ...]:
    """``PARTITION BY a, …``."""
    return tuple(v[2])


# --- Calls with a syntax of their own -------------------------------------------------------------------------------


def trim(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``TRIM(a)``."""
    return SpecialCall(s, "TRIM", None, (v[2],))


def trim_from(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``TRIM(FROM a)``."""
    return SpecialCall(s, "TRIM", None, (v[3],))


def trim_characters(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``TRIM(b FROM a)``."""
    return SpecialCall(s, "TRIM", None, (v[4], v[2]))


def trim_side(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``TRIM(LEADING FROM a)``."""
    return SpecialCall(s, "TRIM", v[2].upper(), (v[4],))


def trim_side_characters(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``TRIM(LEADING b FROM a)``."""
    return SpecialCall(s, "TRIM", v[2].upper(), (v[5], v[3]))


def special_commas(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``SUBSTRING(a, b, …)``, ``OVERLAY(a, b, …)``."""
    return SpecialCall(s, v[0], None, tuple(v[2]))


def substring_from(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``SUBSTRING(a FROM b)``."""
    return SpecialCall(s, "SUBSTRING", None, (v[2], v[4]))


def substring_from_for(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``SUBSTRING(a FROM b FOR c)``."""
    return SpecialCall(s, "SUBSTRING", None, (v[2], v[4], v[6]))


def position(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``POSITION(a IN b)``, ``POSITION(a, b)``."""
    return SpecialCall(s, "POSITION", None, (v[2], v[4]))


def overlay_from(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``OVERLAY(a PLACING b FROM c)``."""
    return SpecialCall(s, "OVERLAY", None, (v[2], v[4], v[6]))


def overlay_from_for(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``OVERLAY(a PLACING b FROM c FOR d)``."""
    return SpecialCall(s, "OVERLAY", None, (v[2], v[4], v[6], v[8]))


def extract(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``EXTRACT(part FROM a)``."""
    return SpecialCall(s, "EXTRACT", v[2].upper(), (v[4],))


def date_function(_b: Builder, s: Span, v: Values) -> SpecialCall:
    """``DATE_ADD(part, a, b)``, ``DATE_DIFF(part, a, b)``."""
    return SpecialCall(s, v[0], v[2].upper(), (v[4], v[6]))
