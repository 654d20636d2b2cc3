"""LIKE, without backtracking.

A pattern is cut at its ``%`` into segments of plain characters and ``_``.  The first segment must stand at the
start, the last at the end, and each one between is taken at the leftmost place after the one before: taking it
further right could never help.  Work is at most (length of the text) times (length of the pattern); where a
segment has no ``_`` it is Python's own ``str.find``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ledgershell.ion.values import MISSING, Value
from ledgershell.partiql.types import TEXTS, Kind, kind_name, kind_of, plain
from ledgershell.partiql.typing_errors import TypeMismatch, bad_pattern
from ledgershell.static_typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledgershell.partiql.runtime import Runtime

_LOOKS: Final = 100_000
"""Places looked at between two looks at the cancel flag."""


class Segment:
    """Characters and ``_`` between two ``%``.

    ``length`` in code points; ``runs`` are the stretches of plain characters with their offsets, the longest
    first, since it is the one to look for.
    """

    __slots__ = ("length", "runs")

    def __init__(self, tokens: list[str | None]) -> None:
        self.length = len(tokens)
        runs: list[tuple[int, str]] = []
        start = 0
        for position, token in enumerate([*tokens, None]):
            if token is None:
                if position > start:
                    runs.append((start, "".join(tokens[start:position])))  # type: ignore[arg-type]
                start = position + 1
        runs.sort(key=lambda run: -len(run[1]))
        self.runs = tuple(runs)

    def matches_at(self, text: str, position: int) -> bool:
        """Whether it stands at ``position``; the text must be long enough."""
        for offset, run in self.runs:  # noqa: SIM110 - a generator costs more than most patterns
            if not text.startswith(run, position + offset):
                return False
        return True

    def find(self, text: str, start: int, end: int, check: Callable[[], None]) -> int:
        """The leftmost place at or after ``start`` where it fits before ``end``, or -1."""
        last = end - self.length
        if not self.runs:
            return start if start <= last else -1
        runs = list(self.runs)
        position = start
        looks = 0
        while position <= last:
            looks += len(runs)
            if looks > _LOOKS:
                looks = 0
                check()
            # Jump to where the first run stands, then look for one that does not fit: it leads from then on.
            offset, run = runs[0]
            position = text.find(run, position + offset, end) - offset
            if position < start or position > last:
                return -1
            for place in range(1, len(runs)):
                offset, run = runs[place]
                if not text.startswith(run, position + offset):
                    runs[0], runs[place] = runs[place], runs[0]
                    break
            else:
                return position
            position += 1
        return -1


class LikePattern:
    """A compiled pattern; ``segments`` has one more element than the pattern has ``%``."""

    __slots__ = ("minimum", "segments")

    def __init__(self, segments: tuple[Segment, ...]) -> None:
        self.segments = segments
        self.minimum = sum(segment.length for segment in segments)

    def matches(self, text: str, check: Callable[[], None] = lambda: None) -> bool:
        """Whether the whole text has the pattern's form.  ``check`` is called now and then in a long search."""
        size = len(text)
        first, last = self.segments[0], self.segments[-1]
        if size < self.minimum or not first.matches_at(text, 0):
            return False
        if len(self.segments) == 1:
            return size == first.length
        end = size - last.length
        if not last.matches_at(text, end):
            return False
        position = first.length
        for segment in self.segments[1:-1]:
            position = segment.find(text, position, end, check)
            if position < 0:
                return False
            position += segment.length
        return True


def compile_like(pattern: str, escape: str | None = None) -> LikePattern:
    """Compile a pattern.  Raises :class:`~ledgershell.errors.EvaluationError` for a wrong ESCAPE or its wrong use."""
    return _remembered(pattern, escape) if len(pattern) <= _LONGEST_REMEMBERED else _compile(pattern, escape)


def _compile(pattern: str, escape: str | None) -> LikePattern:
    if escape is not None and len(escape) != 1:
        raise bad_pattern(pattern, f"ESCAPE is one character, not {len(escape)}")
    segments: list[Segment] = []
    tokens: list[str | None] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        if character == escape:
            escaped = pattern[position : position + 1]
            if escaped not in ("%", "_", escape):
                raise bad_pattern(pattern, f"after the escape character {escape} comes %, _ or {escape}")
            tokens.append(escaped)
            position += 1
        elif character == "%":
            segments.append(Segment(tokens))
            tokens = []
        else:
            tokens.append(None if character == "_" else character)
    return LikePattern((*segments, Segment(tokens)))


_LONGEST_REMEMBERED: Final = 4_096
_remembered: Final = lru_cache(maxsize=256)(_compile)


def like(value: Value, pattern: Value) -> Value:
    """``value LIKE pattern``."""
    return _like(_unhurried, plain(value), plain(pattern))


def like_escape(value: Value, pattern: Value, escape: Value) -> Value:
    """``value LIKE pattern ESCAPE escape``."""
    return _like(_unhurried, plain(value), plain(pattern), plain(escape))


def like_in(runtime: Runtime, value: Value, pattern: Value) -> Value:
    """:func:`like`, in a run that may be cancelled."""
    if type(value) is str and type(pattern) is str:
        return compile_like(pattern).matches(value, runtime.check)
    return _like(runtime.check, plain(value), plain(pattern))


def like_escape_in(runtime: Runtime, value: Value, pattern: Value, escape: Value) -> Value:
    """:func:`like_escape`, in a run that may be cancelled."""
    return _like(runtime.check, plain(value), plain(pattern), plain(escape))


def _unhurried() -> None:
    """Nobody asks to stop."""


def _like(check: Callable[[], None], *operands: Value) -> Value:
    kinds = [kind_of(operand) for operand in operands]
    for operand, kind in zip(operands, kinds, strict=True):
        if kind > Kind.NULL and kind not in TEXTS:
            raise TypeMismatch(f"LIKE takes strings, not a {kind_name(operand)}")
    if Kind.MISSING in kinds:
        return MISSING
    if Kind.NULL in kinds:
        return None
    value, pattern, *escape = map(str, operands)
    return compile_like(pattern, *escape).matches(value, check)
