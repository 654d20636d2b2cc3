"""Values that come with a statement from outside, before anything is done with them."""

from __future__ import annotations

from collections.abc import Sequence

from ledgershell.ion.values import Annotated, Struct, Value
from ledgershell.ledger.limits import Limits


def check_texts(parameters: Sequence[Value]) -> None:
    """Refuse texts that are no Unicode, as documents do: a query could neither find nor write out such a thing.

    Raises :class:`IonError` (LS-ION-006).
    """
    pending = list(parameters)
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            if not value.isascii():
                _check(value)
        elif isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, Struct):
            for name, item in value.items():
                _check(name)
                pending.append(item)
        elif isinstance(value, Annotated):
            pending.extend(value.annotations)
            pending.append(value.value)


def check_count(text: str, parameters: Sequence[Value]) -> None:
    """Refuse more or fewer values than a statement has ``?``.

    For statements that get no plan: definitions, redaction and those that begin and end transactions.  Raises
    :class:`EvaluationError` (LS-EVAL-005).
    """
    from ledgershell.partiql.engine import wrong_number_of_parameters
    from ledgershell.partiql.lexer import lex

    tokens = lex(text)
    wanted = sum([text[start:end] == "?" for start, end in zip(tokens.starts, tokens.ends, strict=True)])
    if wanted != len(parameters):
        raise wrong_number_of_parameters(wanted, len(parameters), text)


def _check(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        from ledgershell.ion.scalar_encoding import wrong_text

        raise wrong_text(error) from None


def check_limits(limits: Limits, text: str, parameters: Sequence[Value]) -> None:
    """Refuse a statement, or a parameter, that is larger than the limits allow."""
    limits.check_statement(text)
    if limits.parameter_bytes is None:
        return
    from ledgershell.ion.encoder import encode_body
    from ledgershell.ion.symbols import SymbolTable

    for position, parameter in enumerate(parameters, 1):
        limits.check_parameter(position, len(encode_body(parameter, SymbolTable(), grow=False)))
