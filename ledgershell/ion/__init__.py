"""Values and bytes: the model, the codec, hashing, equality and text.

``loads`` and ``dumps`` read and write Ion, ``ion_hash`` is the Ion hash of a value; the modules hold the rest.
Importing this package imports nothing else: each name is fetched when it is first used.
"""

from __future__ import annotations

from ledgershell.static_typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledgershell.ion.convert import from_python, to_amazon
    from ledgershell.ion.equality import equality_key, ion_equal
    from ledgershell.ion.hashing import ion_hash
    from ledgershell.ion.streams import dumps, loads, loads_all

__all__ = ["dumps", "equality_key", "from_python", "ion_equal", "ion_hash", "loads", "loads_all", "to_amazon"]

_HOMES = {
    "dumps": "streams",
    "equality_key": "equality",
    "from_python": "convert",
    "ion_equal": "equality",
    "ion_hash": "hashing",
    "loads": "streams",
    "loads_all": "streams",
    "to_amazon": "convert",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found
