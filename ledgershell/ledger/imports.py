"""What a ledger keeps of its import, besides the blocks: settings that say which blocks came from elsewhere.

=================== ==============================================================================================
``imported_last``   the last block that was imported; the first block of our own is the next one
``foreign_blocks``  so many of the first blocks were written by another ledger: by Amazon QLDB
``imported_from``   what the import was made of, in words
``imported_tables`` the catalogue of a journal that holds none (:mod:`ledgershell.ledger.derived_catalogue`), as JSON
``writable``        ``false`` until ``update-ledger --writable``
=================== ==============================================================================================

What the owner of the file could gain by changing them
------------------------------------------------------
``foreign_blocks`` and ``imported_tables`` are computed again from the blocks by every verification.  The first matters:
blocks of ours must carry the hash of their header, foreign ones need not.  Who turns ours into foreign ones, by
breaking the header of the first, could then give all of them other times, and the digest would stay.  So our receipts
say how many foreign blocks there are (``ForeignBlocks``), and verification against a receipt of ours finds it out.
Against a digest of Amazon's nothing is lost: it covers foreign blocks only.

``imported_last`` matters too: that data are gone from an imported block needs no record of ours, since it may have been
redacted where it came from.  Who moves it up could take data of our own blocks away without a record (never change
them).  It cannot be moved while it lies where it must: before the block that says IMPORT LEDGER, which names it and is
under the digest, or at the journal's very end.  Data of imported blocks can vanish so; that is said here because it
cannot be helped.

``imported_from`` is repeated in the same block.  Before there is one, it is a note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledgershell.errors import IonError, StorageError
from ledgershell.ion.values import Struct
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ledgershell.ledger.catalogue import Table

LAST: Final = "imported_last"
FOREIGN: Final = "foreign_blocks"
SOURCE: Final = "imported_from"
TABLES: Final = "imported_tables"
WRITABLE: Final = "writable"
SETTINGS: Final = (LAST, FOREIGN, SOURCE, TABLES, WRITABLE)


class Imported(NamedTuple):
    """What the settings of an imported ledger say."""

    last: int
    foreign: int
    source: str
    tables: str
    writable: bool


def imported(settings: Mapping[str, str]) -> Imported | None:
    """The import that a ledger's settings tell of; ``None`` for a ledger of our own making.

    Raises ``StorageError`` when they cannot be what an import wrote.
    """
    if LAST not in settings:
        return None
    numbers = [settings.get(name, "") for name in (LAST, FOREIGN)]
    if not all(text.isascii() and text.isdigit() and len(text) < 20 for text in numbers):
        raise StorageError("LS-LEDGER-022", "the settings of the ledger's import are damaged", hint="restore a backup")
    last, foreign = map(int, numbers)
    return Imported(
        last, foreign, settings.get(SOURCE, ""), settings.get(TABLES, "[]"), settings.get(WRITABLE) == "true"
    )


def tables_as_text(tables: Sequence[Table]) -> str:
    """Tables as :data:`TABLES` keeps them."""
    from ledgershell.ion.to_json import write_json

    return write_json([table.document() for table in tables])


def table_documents(text: str) -> list[Struct]:
    """The catalogue documents that :data:`TABLES` keeps.  Raises ``StorageError``."""
    from ledgershell.ion.to_json import read_json

    try:
        documents = read_json(text)
    except IonError as error:
        raise _damaged() from error
    if type(documents) is not list or not all(isinstance(each, Struct) for each in documents):
        raise _damaged()
    return documents


def _damaged() -> StorageError:
    return StorageError("LS-LEDGER-022", "the imported catalogue cannot be read", hint="the file is damaged")
