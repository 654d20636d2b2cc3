"""How near two words are, and how a piece of somebody's text is shown in a message."""

from __future__ import annotations

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


def shortened(text: str) -> str:
    """The beginning of a text, with everything that is not printable made visible."""
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return "".join(letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in text)
