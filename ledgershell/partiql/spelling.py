"""How near two words are, which of several may have been meant, and how somebody's text is shown."""

from __future__ import annotations

from collections.abc import Iterable

SHOWN = 40
"""Characters of a token that a message repeats."""


def distance(left: str, right: str, *, limit: int) -> int | None:
    """Letters to insert, delete, replace or swap with their neighbour; ``None`` when more than ``limit``."""
    if abs(len(left) - len(right)) > limit:
        return None
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            steps = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                steps = min(steps, before[column - 2] + 1)
            current.append(steps)
        if min(current) > limit:
            return None
        before, last = last, current
    return last[-1] if last[-1] <= limit else None


def candidates(text: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Names that ``text`` may have meant, nearest first; the alphabet breaks ties.  Case counts for nothing.

    A name of up to four letters may differ by one, one of up to eight by two, a longer one by three; and the
    beginning of a longer name will do.
    """
    allowed = 0 if len(text) < 2 else 1 if len(text) < 5 else 2 if len(text) < 9 else 3
    folded = text.lower()
    rated = []
    for name in dict.fromkeys(known):
        near = distance(folded, name.lower(), limit=allowed)
        if near is not None:
            rated.append((near, name))
        elif _begins(folded, name.lower()):
            rated.append((allowed + 1, name))
    return [name for _, name in sorted(rated)[:most]]


def _begins(text: str, name: str) -> bool:
    return min(len(text), len(name)) >= 4 and (name.startswith(text) or text.startswith(name))


def did_you_mean(near: Iterable[str]) -> str | None:
    """The hint that names the candidates; ``None`` when there are none."""
    words = " or ".join(shortened(each) for each in near)
    return f"did you mean {words}?" if words else None


def shortened(text: str) -> str:
    """The beginning of a text, with everything that is not printable made visible."""
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return "".join(letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in text)
