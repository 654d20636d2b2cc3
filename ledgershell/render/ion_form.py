"""Values of results as Ion text, Ion binary and JSON: the ion room's writers, and what a result needs besides.

A result may be MISSING, for which Ion has no value: it is written ``$missing::null``, so that it stays apart from null.
"""

from __future__ import annotations

from ledgershell.ion.text_writer import write_text
from ledgershell.ion.values import MISSING, Annotated, Value

_MISSING = Annotated(("$missing",), None)


def ion_line(value: Value) -> str:
    """The value as Ion text on one line."""
    return write_text(_MISSING if value is MISSING else value)


def ion_pretty(value: Value) -> str:
    """The value as indented Ion text."""
    return write_text(_MISSING if value is MISSING else value, indent=2)


def ion_value(value: Value) -> Value:
    """The value as binary Ion can carry it."""
    return _MISSING if value is MISSING else value


def json_form(value: Value) -> str:
    """The value as JSON text on one line, converted down; MISSING is ``null``."""
    from ledgershell.ion.to_json import write_json

    return write_json(None if value is MISSING else value)
