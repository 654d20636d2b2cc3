"""The proof that one journal is the beginning of another, told step by step.

The tree over the blocks of RFC 9162 grows to the right only.  Each root is made of the roots of perfect subtrees, and
those of the smaller tree are nodes of the larger one still.  So a handful of nodes does for both roots: joined in one
way they give the root that was kept, joined in the other the root of now.  A node is SHA-256 of the byte 01, the left
and the right node below it.  RFC 9162, section 2.1.4.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledgershell.journal.digest import Digest
from ledgershell.journal.explanation import Explanation, NodeStep, Step, TakeStep

_NODE = b"\x01"


def explain_growth(first: Digest, second: Digest, proof: Sequence[bytes]) -> Explanation:
    """From the nodes of a proof that holds to both roots, the first one's steps first."""
    old_root, new_root = first.rfc9162 or b"", second.rfc9162 or b""
    if first.size == second.size:
        same = TakeStep("the root of both", "both digests are of the same blocks", new_root)
        return Explanation((same,), new_root, "second Rfc9162Root")
    index, last = first.size - 1, second.size - 1
    named = [(node, f"number {number} of the proof") for number, node in enumerate(proof, 1)]
    if first.size & index == 0:
        named.insert(0, (old_root, "the first Rfc9162Root"))
    while index % 2:
        index, last = index // 2, last // 2
    start, start_is = named[0]
    steps: list[Step] = [TakeStep("where both ways begin", f"{start_is}: a subtree that both trees have", start)]
    onward: list[Step] = []
    old = new = start
    for node, node_is in named[1:]:
        if index % 2 or index == last:
            steps.append(_joined("towards the first root", node, node_is, old, "so far"))
            old = steps[-1].result
            onward.append(_joined("towards the second root", node, node_is, new, "so far"))
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            onward.append(_joined("towards the second root", new, "so far", node, node_is))
        new = onward[-1].result
        index, last = index // 2, last // 2
    steps.append(TakeStep("the first Rfc9162Root", "what the steps so far came to, as it was kept", old))
    return Explanation((*steps, *onward), new_root, "second Rfc9162Root")


def _joined(title: str, left: bytes, left_is: str, right: bytes, right_is: str) -> NodeStep:
    return NodeStep(title, left, left_is, right, right_is, sha256(_NODE + left + right).digest())
