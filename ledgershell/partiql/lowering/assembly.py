"""Putting FROM and WHERE together: which condition is tested where, and how each source is read.

Items are joined in the order written.  A conjunct of WHERE (or of an inner join's ON) is tested as soon as all its
variables are bound.  If it concerns one source only, that source is offered it; if it ties a source to items before
it, the source is offered it too and, when it has an index for it, looked up once for each row so far.  Otherwise
equalities become a hash join.  None of this changes the rows or their order, only how many are looked at.

Under strict typing every condition is tested once more at the end, where it was written, and an error is raised only
there: earlier on it lets the row pass.
"""

from __future__ import annotations

from ledgershell.ion.values import Struct
from ledgershell.partiql.lowering.conditions import Offer, equality, offers
from ledgershell.partiql.lowering.context import SourceUse, Statement
from ledgershell.partiql.lowering.from_items import Branch, Item, Leaf, Side, leaves, slots_filled
from ledgershell.partiql.plan import expressions
from ledgershell.partiql.plan import relations as plan
from ledgershell.partiql.plan.node import Node, changed, expect
from ledgershell.partiql.plan.rewrite import slots_of
from ledgershell.partiql.sources import AccessPath


def assemble(
    statement: Statement, items: list[Item], conjuncts: list[Node], late: frozenset[int] = frozenset()
) -> tuple[Node, list[Node]]:
    """The relation of a FROM clause under its conditions, and those conditions that must wait.

    ``late`` are slots that are filled only afterwards, by LET.
    """
    if not items:
        return plan.Once(), conjuncts
    assembly = _Assembly(statement, slots_filled(items) | late)
    if statement.dialect.typing == "strict":
        hints: list[Node] = [expressions.Tolerant(part, getattr(part, "span", None)) for part in conjuncts]
        return assembly.chain(None, items, hints, frozenset())[0], conjuncts
    return assembly.chain(None, items, conjuncts, frozenset())


def _filtered(relation: Node, conditions: list[Node]) -> Node:
    return plan.Filter(relation, tuple(conditions)) if conditions else relation


class _Assembly:
    """One FROM clause.  ``slots`` are all that it fills; those of queries around it count as known."""

    def __init__(self, statement: Statement, slots: frozenset[int]) -> None:
        self.statement = statement
        self.slots = slots

    def needs(self, node: object) -> frozenset[int]:
        """The slots of this FROM clause that a node reads."""
        return slots_of(node) & self.slots

    def chain(
        self, relation: Node | None, items: list[Item], pending: list[Node], filled: frozenset[int]
    ) -> tuple[Node, list[Node]]:
        """Join items to a relation from left to right; returns it with the conditions that found no place.

        ``filled`` are slots that have values already: those of ``relation``, and those to the left of it all.
        """
        due, pending = self.due(items, pending, filled)
        for item, eligible in zip(items, due, strict=True):
            known = filled | item.slots()
            if isinstance(item, Leaf):
                relation = self.leaf(relation, item, eligible, filled)
            elif item.kind == "left":
                relation = self.left_join(relation, item, eligible, filled)
            else:
                relation = self.full_join(relation, item, eligible, filled)
            filled = known
        return expect(relation, Node), pending

    def due(
        self, items: list[Item], conditions: list[Node], filled: frozenset[int]
    ) -> tuple[list[list[Node]], list[Node]]:
        """For each item the conditions that can be tested from there on; and those that cannot be tested here."""
        due: list[list[Node]] = [[] for _ in items]
        places = {slot: number for number, item in enumerate(items) for slot in item.slots()}
        rest: list[Node] = []
        for condition in conditions:
            needed = [places.get(slot, -1) for slot in self.needs(condition) - filled]
            if not items or -1 in needed:
                rest.append(condition)
            else:
                due[max(needed, default=0)].append(condition)
        return due, rest

    def leaf(
        self, relation: Node | None, leaf: Leaf, conditions: list[Node], filled: frozenset[int], kind: str = "inner"
    ) -> Node:
        """Join one leaf to what is there."""
        if relation is None:
            return self.read(leaf, conditions)
        own = leaf.slots()
        alone = [condition for condition in conditions if self.needs(condition) <= own]
        joint = [condition for condition in conditions if not self.needs(condition) <= own]
        if leaf.reads & filled or self.index_helps(leaf, alone, joint):
            return self.join(relation, self.read(leaf, conditions), leaf, [], kind, independent=False)
        joined = self.hash_join(relation, leaf, alone, joint, filled, kind)
        if joined is not None:
            return joined
        return self.join(relation, self.read(leaf, alone), leaf, joint, kind, independent=True)

    def join(
        self, left: Node, right: Node, leaf: Leaf, conditions: list[Node], kind: str, *, independent: bool
    ) -> Node:
        """Nested loops."""
        return plan.Join(
            left,
            right,
            kind,  # type: ignore[arg-type]
            tuple(conditions),
            tuple(sorted(leaf.slots())),
            (),
            independent,
            tuple(_paddings(leaf)) if kind == "left" else (),
            (),
            leaf.span,
        )

    def hash_join(
        self, left: Node, leaf: Leaf, alone: list[Node], joint: list[Node], filled: frozenset[int], kind: str
    ) -> Node | None:
        """A hash join, if an equality ties the leaf to what is there."""
        own = leaf.slots()
        pairs = [equality(condition, filled, own) for condition in joint]
        equalities = [pair for pair in pairs if pair is not None]
        if not equalities:
            return None
        return plan.HashJoin(
            left,
            self.read(leaf, alone),
            kind,  # type: ignore[arg-type]
            tuple(pair.left for pair in equalities),
            tuple(pair.right for pair in equalities),
            tuple(joint),
            tuple(sorted(own)),
            tuple(_paddings(leaf)) if kind == "left" else (),
            leaf.span,
        )

    def left_join(self, relation: Node | None, branch: Branch, where: list[Node], filled: frozenset[int]) -> Node:
        """The left side goes on from what is there; conditions of WHERE that touch the right side come afterwards."""
        left_slots = slots_filled(branch.left.items)
        early = [condition for condition in where if self.needs(condition) <= filled | left_slots]
        late = [condition for condition in where if not self.needs(condition) <= filled | left_slots]
        left, rest = self.chain(relation, branch.left.items, branch.left.conditions + early, filled)
        left = _filtered(left, rest)
        known = filled | left_slots
        items = branch.right.items
        if len(items) == 1 and isinstance(items[0], Leaf) and not branch.right.conditions:
            joined = self.leaf(left, items[0], branch.conditions, known, "left")
        else:
            joined = self.left_join_of_many(left, branch.right, branch.conditions, known)
        return _filtered(joined, late)

    def left_join_of_many(self, left: Node, side: Side, conditions: list[Node], known: frozenset[int]) -> Node:
        """A right side that is itself a join."""
        own = slots_filled(side.items)
        alone = [condition for condition in conditions if self.needs(condition) <= own]
        joint = [condition for condition in conditions if not self.needs(condition) <= own]
        right, rest = self.chain(None, side.items, side.conditions + alone, known)
        right = _filtered(right, rest)
        members = leaves(side.items)
        independent = not any(leaf.reads & known for leaf in members) and not self.needs(right) & known
        paddings = tuple(padding for leaf in members for padding in _paddings(leaf))
        return plan.Join(left, right, "left", tuple(joint), tuple(sorted(own)), (), independent, paddings)

    def full_join(self, relation: Node | None, branch: Branch, where: list[Node], filled: frozenset[int]) -> Node:
        """RIGHT and FULL: both sides by themselves, and every condition of WHERE afterwards."""
        left, left_rest = self.chain(None, branch.left.items, branch.left.conditions, filled)
        right, right_rest = self.chain(None, branch.right.items, branch.right.conditions, filled)
        left_slots, right_slots = slots_filled(branch.left.items), slots_filled(branch.right.items)
        joined: Node = plan.Join(
            _filtered(left, left_rest),
            _filtered(right, right_rest),
            branch.kind,  # type: ignore[arg-type]
            tuple(branch.conditions),
            tuple(sorted(right_slots)),
            tuple(sorted(left_slots)),
            True,
            tuple(padding for leaf in leaves(branch.right.items) for padding in _paddings(leaf)),
            tuple(padding for leaf in leaves(branch.left.items) for padding in _paddings(leaf)),
            branch.span,
        )
        if relation is not None:
            independent = not self.needs(joined) & filled
            slots = tuple(sorted(left_slots | right_slots))
            joined = plan.Join(relation, joined, "inner", (), slots, (), independent, span=branch.span)
        return _filtered(joined, where)

    # --- Reading one leaf --------------------------------------------------------------------------------------------

    def read(self, leaf: Leaf, conditions: list[Node]) -> Node:
        """The leaf's own relation, with the conditions that are tested on each of its rows."""
        if leaf.source is None:
            return changed(expect(leaf.node, Node), keeps=tuple(conditions))
        offered = self.offered(leaf, conditions)
        access = leaf.source.access([one.condition for one in offered])
        covered = [offered[number].conjunct for number in access.covered]
        keeps = tuple(part for part in conditions if not any(part is done for done in covered))
        self.note(leaf, offered, access)
        return plan.Scan(
            leaf.name,
            leaf.source,
            access,
            tuple(offered[number].value for number in access.needs),
            leaf.arguments,
            leaf.binding,
            keeps,
            tuple(offered[number].condition.operator == "IN" for number in access.needs),
            leaf.span,
        )

    def offered(self, leaf: Leaf, conditions: list[Node]) -> list[Offer]:
        """What the source is told.  Ordinals (AT) count all rows, so with them nothing may be skipped."""
        dialect = self.statement.dialect
        if leaf.binding.at is not None or dialect.names != "exact" or dialect.typing != "permissive":
            return []
        return offers(conditions, leaf.binding)

    def index_helps(self, leaf: Leaf, alone: list[Node], joint: list[Node]) -> bool:
        """Whether the source can be looked up by values of the rows before it, and not as well without them."""
        if leaf.source is None or not joint:
            return False
        by_row = self.offered(leaf, joint)
        if not by_row:
            return False
        access = leaf.source.access([one.condition for one in self.offered(leaf, alone) + by_row])
        if access.kind not in ("index", "identity"):
            return False
        first_of_joint = len(self.offered(leaf, alone))
        return any(number >= first_of_joint for number in access.needs)

    def note(self, leaf: Leaf, offered: list[Offer], access: AccessPath) -> None:
        wished = tuple(
            ".".join(one.condition.path)
            for one in offered
            if one.condition.operator in ("=", "IN") and not one.condition.of_identity
        )
        self.statement.sources.append(SourceUse(leaf.name, access.kind, access.description, wished))


def _paddings(leaf: Leaf) -> list[tuple[int, object]]:
    """What an outer join puts into the slots of a side that has no match."""
    value = None if leaf.columns is None else Struct([(name, None) for name in leaf.columns])
    return [(slot, value if slot == leaf.binding.value else None) for slot in sorted(leaf.slots())]
