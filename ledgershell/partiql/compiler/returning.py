"""RETURNING as a function of a frame and of a document's two images."""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.ion.values import MISSING, Struct, Value
from ledgershell.partiql.compiler.frame import Compiler, Frame
from ledgershell.partiql.plan import changes as plan

Describe = Callable[[Frame, "Struct | None", "Struct | None", "frozenset[str] | None", "str | None"], Struct]
"""``(frame, old, new, modified fields, document id)``; without modified fields all are."""


def compile_returning(node: plan.Returning, compiler: Compiler) -> Describe:
    """One row for each changed document."""
    items = [(item, None if item.expression is None else compiler.expression(item.expression)) for item in node.items]
    image_place, identity_place = node.image, node.identity

    def describe(
        frame: Frame, old: Struct | None, new: Struct | None, modified: frozenset[str] | None, identity: str | None
    ) -> Struct:
        if identity_place is not None:
            frame[identity_place] = identity
        fields: list[tuple[str, Value]] = []
        for item, evaluate in items:
            image = new if item.new else old
            if image is not None and item.modified and modified is not None:
                image = Struct([(name, value) for name, value in image.items() if name in modified])
            if evaluate is None:
                fields += () if image is None else image.items()
                continue
            frame[image_place] = MISSING if image is None else image
            value = evaluate(frame)
            if value is not MISSING:
                fields.append((item.name, value))
        return Struct(fields)

    return describe
