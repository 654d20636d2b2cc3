"""What goes wrong while values are computed, and the words for it.

Two kinds are told apart everywhere:

* :class:`TypeMismatch`: a value has a type that the operation does not take.  Permissive typing turns it into
  MISSING, strict typing lets it through (PartiQL specification, section 4.1.1).
* a plain :class:`~ledgershell.errors.EvaluationError`: wrong in both modes, such as a division by zero.
"""

from __future__ import annotations

from ledgershell.errors import EvaluationError


class TypeMismatch(EvaluationError):
    """A value of a type that an operator or function does not take; MISSING under permissive typing."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__("LS-EVAL-010", message, hint=hint)


class CastMismatch(TypeMismatch):
    """A value that cannot be cast: MISSING under permissive typing, an error in the dialects of QLDB."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        EvaluationError.__init__(self, "LS-EVAL-013", message, hint=hint)


def out_of_range(what: str, *, hint: str | None = None) -> EvaluationError:
    """A number left the range of its type."""
    return EvaluationError("LS-EVAL-011", f"{what} is outside the supported range", hint=hint)


def division_by_zero() -> EvaluationError:
    """``1 / 0``, ``1 % 0``, ``INTERVAL '1' DAY / 0``."""
    return EvaluationError("LS-EVAL-012", "division by zero", hint="guard it: CASE WHEN d <> 0 THEN n / d END")


def bad_literal(kind: str, text: str, reason: str) -> EvaluationError:
    """The text of a date, time or interval literal is wrong; ``reason`` says how."""
    return EvaluationError("LS-EVAL-014", f"{kind} {quoted(text)}: {reason}")


def bad_argument(function: str, reason: str, *, hint: str | None = None) -> EvaluationError:
    """A value of the right type that the function does not accept."""
    return EvaluationError("LS-EVAL-015", f"{function}: {reason}", hint=hint)


def bad_pattern(pattern: str, reason: str, *, hint: str | None = None) -> EvaluationError:
    """A format or LIKE pattern is wrong."""
    return EvaluationError("LS-EVAL-016", f"pattern {quoted(pattern)}: {reason}", hint=hint)


def no_match(text: str, pattern: str, reason: str) -> EvaluationError:
    """Text that does not have the form of a format pattern."""
    return EvaluationError("LS-EVAL-017", f"{quoted(text)} does not match pattern {quoted(pattern)}: {reason}")


def quoted(text: str, limit: int = 60) -> str:
    """Text of the data for a message: cut, in quotes, no control characters."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return "'" + "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in shown) + "'"
