"""A proof as numbered steps, each of which can be repeated by hand."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from ledgershell.journal.explanation import Explanation, HashStep, JoinStep, NodeStep, Step
from ledgershell.render.safe_text import visible


def proof_lines(explanation: Explanation) -> Iterator[str]:
    """The steps, a blank line between two, and the verdict."""
    made: dict[bytes, int] = {}
    for number, step in enumerate(explanation.steps, 1):
        yield f"{number}. {step.title}"
        yield from (f"   {line}" for line in _step(step, made))
        yield f"   = {step.result.hex()}"
        yield ""
        made[step.result] = number
    if explanation.result == explanation.digest:
        yield f"That is the {explanation.name}, in Base64 {b64encode(explanation.digest).decode('ascii')}"
    else:
        yield f"The {explanation.name} is another one: {explanation.digest.hex()}"


def _step(step: Step, made: dict[bytes, int]) -> Iterator[str]:
    if isinstance(step, HashStep):
        for what, content, result in step.inner:
            yield f"{visible(what)}: SHA-256 of {content.hex()}"
            yield f"  = {result.hex()}"
        if step.inner:
            yield "the whole: the hashes of its fields, sorted, between 0bd0 and 0e (0c stands before 0b, 0c, 0e)"
        yield f"SHA-256 of {step.content.hex()}"
    elif isinstance(step, JoinStep):
        came_from = f"step {made[step.left]}" if step.left in made else "the start"
        yield f"left   {step.left.hex()}  from {came_from}"
        yield f"right  {step.right.hex()}  {step.right_is}"
        yield f"first  {'right' if step.right_first else 'left'}: {step.why}"
        first, second = (step.right, step.left) if step.right_first else (step.left, step.right)
        yield f"SHA-256 of {first.hex()}{second.hex()}"
    elif isinstance(step, NodeStep):
        yield f"left   {step.left.hex()}  {_origin(step.left, step.left_is, made)}"
        yield f"right  {step.right.hex()}  {_origin(step.right, step.right_is, made)}"
        yield "first  left: the order is that of the blocks, and 01 stands before both"
        yield f"SHA-256 of 01{step.left.hex()}{step.right.hex()}"
    else:
        yield step.why


def _origin(node: bytes, named: str, made: dict[bytes, int]) -> str:
    return f"from step {made[node]}" if node in made else named
