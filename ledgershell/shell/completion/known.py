"""What exists, for completion: plain values that are gathered elsewhere (:mod:`.learning`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ledgershell.shell.completion.shapes import Shape
from ledgershell.static_typing import Final, NamedTuple

NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Item(NamedTuple):
    """Something with a name, and a few words on it."""

    name: str
    about: str = ""


class Known(NamedTuple):
    """All that may be named.

    ``tables``     the active tables and what their documents look like
    ``dropped``    the ids of dropped tables, with their names
    ``indexes``    the ids of indexes, with table and field
    ``functions``  names in upper case, with signatures
    ``variables``  those of ``\\set``, with their values
    ``commands``   meta-commands without the backslash, with their summaries
    ``arguments``  what may stand behind a meta-command: by its name
    ``uses``       how often a name was used, by the name in lower case
    """

    tables: Mapping[str, Shape] = MappingProxyType({})
    dropped: Sequence[Item] = ()
    indexes: Sequence[Item] = ()
    functions: Sequence[Item] = ()
    variables: Sequence[Item] = ()
    commands: Sequence[Item] = ()
    uses: Mapping[str, int] = MappingProxyType({})
