"""What should not happen, and how the tables' ``module:function`` texts become functions."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.errors import LedgershellError
from ledgershell.static_typing import Any


def resolve(place: str) -> Callable[..., Any]:
    """The function that ``module:function`` names."""
    from importlib import import_module

    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def internal_error(error: BaseException) -> LedgershellError:
    """A defect of ours as an error that a user can report: its type and place, and no traceback."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    if isinstance(error, RecursionError):
        message, hint = "the input is nested too deeply", "simplify it"
    elif isinstance(error, MemoryError):
        message, hint = "there is not enough memory", "read or write less at once"
    else:
        message = f"{type(error).__name__} at {place}: {str(error)[:200]}"
        hint = "this is a defect of ledgershell; LEDGERSHELL_DEBUG=1 shows where it comes from"
    return LedgershellError("LS-CLI-001", message, hint=hint)
