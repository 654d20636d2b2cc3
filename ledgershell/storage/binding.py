"""Python's binding to SQLite, without what :mod:`sqlite3` puts around it.

That package's own Python code only registers adapters for dates, which nothing here uses; for them it loads
:mod:`datetime`, and together the two take as long as SQLite itself.  Where there is no such inner module, the package
serves as well.
"""

from __future__ import annotations

from ledgershell.static_typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import _sqlite3 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
