"""Paths: fields of structs, elements of lists, and unqualified names.

A part of null is null.  What else cannot be navigated is MISSING; strict typing raises instead, for an absent field
or index too.  Annotations are looked through.
"""

from __future__ import annotations

from ledgershell.errors import EvaluationError, Span
from ledgershell.ion.values import MISSING, Bag, SExpression, Struct, Symbol, TypedNull, Value
from ledgershell.partiql.compiler.frame import Compiler, Evaluator, Frame, bare
from ledgershell.partiql.plan import expressions as plan


def compile_field(node: plan.Field, compiler: Compiler) -> Evaluator:
    """``base.name``; runs of exact names are walked in one closure."""
    if compiler.strict or compiler.dialect.names == "partiql":
        return _careful_field(node, compiler)
    names = [node.name]
    base = node.base
    while type(base) is plan.Field and base.exact:
        names.append(base.name)
        base = base.base
    names.reverse()
    if len(names) > 1:
        return _exact_path(compiler.expression(base), names)
    name = node.name
    if type(base) is plan.Slot:
        index = base.index

        def field_of_slot(frame: Frame) -> Value:
            value = frame[index]
            if isinstance(value, Struct):
                return value.get(name)
            value = bare(value)
            return value.get(name) if isinstance(value, Struct) else of_no_struct(value)

        return field_of_slot
    evaluate = compiler.expression(base)

    def field(frame: Frame) -> Value:
        value = bare(evaluate(frame))
        return value.get(name) if isinstance(value, Struct) else of_no_struct(value)

    return field


def _exact_path(evaluate: Evaluator, names: list[str]) -> Evaluator:
    def path(frame: Frame) -> Value:
        value = evaluate(frame)
        for name in names:
            if not isinstance(value, Struct):
                value = bare(value)
                if not isinstance(value, Struct):
                    return of_no_struct(value)
            value = value.get(name)
        return value

    return path


def _careful_field(node: plan.Field, compiler: Compiler) -> Evaluator:
    evaluate = compiler.expression(node.base)
    name, exact, strict, span = node.name, node.exact, compiler.strict, node.span

    def field(frame: Frame) -> Value:
        value = bare(evaluate(frame))
        if isinstance(value, Struct):
            found = find_field(value, name, exact, span)
            if found is not MISSING or not strict:
                return found
            raise EvaluationError("LS-EVAL-002", f"there is no field {name!r}", span=span)
        return unnavigable(value, f".{name}", strict, span)

    return field


def find_field(struct: Struct, name: str, exact: bool, span: Span | None) -> Value:
    """The field of that name.  In the PartiQL dialects a name that fits several fields is an error."""
    found: Value = MISSING
    folded = name.lower()
    matches = 0
    for key, value in struct.items():
        if key == name if exact else key.lower() == folded:
            matches += 1
            if matches > 1:
                raise EvaluationError(
                    "LS-EVAL-003",
                    f"the name {name!r} fits more than one field",
                    span=span,
                    hint="write the name in double quotes, or use a path that is unambiguous",
                )
            found = value
    return found


def of_no_struct(value: Value) -> Value:
    """A field of something that has no fields: null of a null, else MISSING."""
    return None if value is None or type(value) is TypedNull else MISSING


def unnavigable(value: Value, step: str, strict: bool, span: Span | None) -> Value:
    """The result of a path step into something that has no such parts."""
    found = of_no_struct(value)
    if found is None or not strict:
        return found
    raise EvaluationError("LS-EVAL-004", f"{step} does not apply to a value of this type", span=span)


def compile_element(node: plan.Element, compiler: Compiler) -> Evaluator:
    """``base[key]``.  The PartiQL dialects let only a literal string or an explicit cast name a field."""
    literal = node.named and type(node.key) is plan.Constant
    if literal and isinstance(node.key, plan.Constant) and type(node.key.value) in (str, Symbol):
        return compile_field(plan.Field(node.base, str(node.key.value), True, node.span), compiler)
    evaluate, evaluate_key = compiler.expression(node.base), compiler.expression(node.key)
    strict, span = compiler.strict, node.span
    names_allowed = node.named or compiler.dialect.names == "exact"

    def element(frame: Frame) -> Value:
        value = bare(evaluate(frame))
        kind = type(value)
        if isinstance(value, Struct) and not names_allowed:
            return unnavigable(value, "[…]", strict, span)
        key = evaluate_key(frame)
        if (kind is list or kind is SExpression) and type(key) is int:
            if 0 <= key < len(value):
                return value[key]
        elif isinstance(value, Struct) and type(key) in (str, Symbol):
            found = value.get(key)
            if found is not MISSING:
                return found
        elif kind is not Bag and (value is None or kind is TypedNull):
            return unnavigable(value, "[…]", strict, span)
        if strict:
            raise EvaluationError("LS-EVAL-004", "there is no such element", span=span)
        return MISSING

    return element


def compile_lookup(node: plan.Lookup, compiler: Compiler) -> Evaluator:
    """An unqualified name: the nearest variable that holds a struct with this field."""
    places = [slot.index for slot in node.variables]
    name, exact, span, strict = node.name, node.exact, node.span, compiler.strict
    careful = compiler.dialect.names == "partiql"
    fallback = None if node.fallback is None else compiler.expression(node.fallback)

    def lookup(frame: Frame) -> Value:
        for place in places:
            value = frame[place]
            if not isinstance(value, Struct):
                value = bare(value)
                if not isinstance(value, Struct):
                    continue
            found = find_field(value, name, exact, span) if careful else value.get(name)
            if found is not MISSING:
                return found
        if fallback is not None:
            return fallback(frame)
        if strict:
            raise EvaluationError("LS-EVAL-002", f"there is no field {name!r}", span=span)
        return MISSING

    return lookup
