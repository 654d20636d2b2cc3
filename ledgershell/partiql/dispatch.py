"""Tables from a node's class to the function that handles it.

Such a table is one place where all classes stand with their functions, and yet no statement loads the functions of
another: they are named by text and imported when the first node of their class is met.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from ledgershell.static_typing import Any


class FunctionsByClass(dict[type, Callable[..., Any]]):
    """``table[type(node)]`` is the function; after the first time that is no more than a dictionary's work.

    ``rows`` are ``"ClassName": "module:function"``, with the module's name inside ``package``.  Raises ``KeyError``
    for a class that has no row.
    """

    def __init__(self, package: str, rows: Mapping[str, str]) -> None:
        super().__init__()
        self.package = package
        self.rows = MappingProxyType(rows)

    def __missing__(self, kind: type) -> Callable[..., Any]:
        module, _, name = self.rows[kind.__name__].partition(":")
        function: Callable[..., Any] = getattr(import_module(f"{self.package}.{module}"), name)
        self[kind] = function
        return function
