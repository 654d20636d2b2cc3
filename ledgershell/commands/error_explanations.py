"""What brings each error about, and what to do: the words of ``docs/errors.md``."""

from __future__ import annotations

from types import MappingProxyType

from ledgershell.static_typing import Final, NamedTuple


class Explanation(NamedTuple):
    """``cause`` and ``remedy`` in sentences; ``example``, if there is one, ends in this error."""

    cause: str
    remedy: str
    example: str = ""


EXPLANATIONS: Final = MappingProxyType[str, Explanation]({})
