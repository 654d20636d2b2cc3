"""Ledgers by name and by path: which one is meant, and creating, listing and deleting them.

A ledger is named by a path (it has a "/" or ends in ``.ledger``), by a name (a file in ``$LEDGERSHELL_HOME``, else in
the user's data folder), or by ``:memory:``.  The names of the operations are those of QLDB's control plane.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from ledgershell.environment import Environment
from ledgershell.errors import LedgerError, LedgershellError, StorageError, UsageError
from ledgershell.ledger.ledger import MEMORY, Ledger, create_ledger, open_ledger
from ledgershell.ledger.limits import OURS, Limits
from ledgershell.ledger.names import check_file_name, check_ledger_name, did_you_mean, shown
from ledgershell.ledger.protocols import LedgerDescription
from ledgershell.ledger.session import LedgerSession
from ledgershell.partiql.dialect import SHELL, Dialect
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledgershell.journal.verify import Finding
    from ledgershell.ledger.rebuild import Foreign

ENDING: Final = ".ledger"
DEFAULT_NAME: Final = "default"
"""The ledger that is meant when none is named; created when it is first used."""
UNREADABLE: Final = "UNREADABLE"
"""The state of a file that has a ledger's name but cannot be opened."""


class Place(NamedTuple):
    """Where a ledger is: a path, or ``:memory:``.  ``name`` is ``None`` for a ledger named by its path."""

    path: str
    name: str | None

    @property
    def may_be_created(self) -> bool:
        """Whether opening it may make it: names other than ``default`` are made by ``create-ledger`` alone."""
        return self.name is None or self.name == DEFAULT_NAME


class Opened(NamedTuple):
    """An open ledger, and whether it had to be made."""

    ledger: Ledger
    created: bool

    def session(self, dialect: Dialect = SHELL) -> LedgerSession:
        """The session that closes the ledger at its end."""
        return LedgerSession(self.ledger, dialect, owns_ledger=True)


def is_path(argument: str) -> bool:
    """Whether a ledger is named by its path."""
    return argument != MEMORY and ("/" in argument or os.sep in argument or argument.endswith(ENDING))


class LocalControl:
    """The ledgers on this machine.

    ``reserved`` are names that no ledger may have (the program's subcommands).
    """

    def __init__(
        self, environment: Environment, *, limits: Limits = OURS, reserved: frozenset[str] = frozenset()
    ) -> None:
        self._environment = environment
        self._limits = limits
        self._reserved = reserved

    # --- Opening ---------------------------------------------------------------------------------------------------

    def place(self, argument: str | None) -> Place:
        """Where the ledger is that an argument names.  Raises :class:`UsageError` for what cannot be a name."""
        if argument == MEMORY:
            return Place(MEMORY, None)
        if argument is not None and is_path(argument):
            return Place(argument, None)
        name = check_ledger_name(argument if argument is not None else DEFAULT_NAME, self._reserved)
        return Place(self._path(name), name)

    def place_for_new(self, argument: str) -> str:
        """The path of a ledger that is to come.  Raises :class:`LedgerError` LS-LEDGER-012 when it is there already."""
        place = self.place(argument)
        if place.path == MEMORY:
            raise UsageError("LS-LEDGER-010", f"{MEMORY} ends with the program that uses it", hint="give a path")
        if self._exists(place):
            raise LedgerError(
                "LS-LEDGER-012", f"ledger {shown(argument)} already exists", hint="choose a name that is free"
            )
        if place.name is not None:
            self._make_home()
        return place.path

    def open_or_create(self, argument: str | None, *, read_only: bool = False) -> Opened:
        """Open a ledger; a path, ``:memory:`` and ``default`` are made when absent, unless ``read_only``."""
        place = self.place(argument)
        if place.path == MEMORY:
            return Opened(self._create(place), created=True)
        if self._exists(place):
            return Opened(
                open_ledger(place.path, self._environment, read_only=read_only, limits=self._limits), created=False
            )
        if read_only or not place.may_be_created:
            raise self._no_such_ledger(place, "what only reads never makes a ledger; check the path")
        try:
            return Opened(self._create(place), created=True)
        except StorageError as error:
            if error.code != "LS-STORE-013":
                raise
        return Opened(open_ledger(place.path, self._environment, limits=self._limits), created=False)

    def would_create(self, argument: str | None) -> bool:
        """Whether :meth:`open_or_create` would have to make the ledger, and could."""
        place = self.place(argument)
        return place.may_be_created and not self._exists(place)

    def open(self, name: str, *, read_only: bool = False) -> LedgerSession:
        """As :meth:`ledgershell.ledger.protocols.Control.open`; a path will do for a name."""
        return LedgerSession(self._open(name, read_only=read_only), owns_ledger=True)

    def _open(self, argument: str, *, read_only: bool = False) -> Ledger:
        place = self.place(argument)
        if place.path == MEMORY or not self._exists(place):
            raise self._no_such_ledger(place, f"create-ledger {shown(place.path)} makes it")
        return open_ledger(place.path, self._environment, read_only=read_only, limits=self._limits)

    def _create(self, place: Place, permissions_mode: str = "STANDARD", deletion_protection: bool = True) -> Ledger:
        if place.name is not None:
            self._make_home()
        return create_ledger(
            place.path,
            self._environment,
            name=place.name,
            permissions_mode=permissions_mode,
            deletion_protection=deletion_protection,
            limits=self._limits,
        )

    def _make_home(self) -> None:
        home = self._environment.ledgers_home()
        try:
            os.makedirs(home, exist_ok=True)
        except OSError as error:
            raise StorageError(
                "LS-STORE-014",
                f"the folder {shown(home)} cannot be made: {error.strerror}",
                hint="set LEDGERSHELL_HOME to a folder that can be written",
            ) from None

    # --- The operations of the control plane ---------------------------------------------------------------------

    def create(
        self, name: str, *, permissions_mode: str = "STANDARD", deletion_protection: bool = True
    ) -> LedgerDescription:
        """Make a ledger.  Raises :class:`LedgerError` when there is one of that name."""
        place = self.place(name)
        if place.path == MEMORY:
            raise UsageError("LS-LEDGER-010", f"{MEMORY} cannot be created: it ends with the program that uses it")
        try:
            ledger = self._create(place, permissions_mode, deletion_protection)
        except StorageError as error:
            if error.code == "LS-STORE-013":
                raise LedgerError(
                    "LS-LEDGER-012", f"ledger {shown(name)} already exists", hint="choose another name, or open it"
                ) from None
            raise
        return _described(ledger)

    def describe(self, name: str) -> LedgerDescription:
        """One ledger.  Raises :class:`UsageError` when there is none of that name."""
        return _described(self._open(name, read_only=True))

    def list(self) -> Sequence[LedgerDescription]:
        """All ledgers that go by a name, by name.  One that cannot be opened has the state ``UNREADABLE``."""
        return [self._describe_any(name) for name in self.names()]

    def update(
        self, name: str, *, deletion_protection: bool | None = None, writable: bool = False
    ) -> LedgerDescription:
        """Change a ledger's settings; what is ``None`` stays.  ``writable`` lets an imported ledger go on."""
        ledger = self._open(name)
        try:
            if writable:
                from ledgershell.ledger.provenance import make_writable

                make_writable(ledger)
                ledger.close()
                ledger = self._open(name)
            if deletion_protection is not None:
                ledger.set_deletion_protection(deletion_protection)
            return ledger.describe()
        finally:
            ledger.close()

    def import_blocks(
        self,
        argument: str,
        blocks: Iterable[Foreign],
        source: str,
        describe: Callable[[Finding], str],
        check: Callable[[LedgerSession], None],
    ) -> LedgerSession:
        """Make a ledger of the blocks of an export; ``check`` looks at it before it gets its name.

        As :func:`ledgershell.ledger.rebuild.import_ledger`.
        """
        from ledgershell.ledger.rebuild import import_ledger

        place = self.place(argument)
        if place.path == MEMORY:
            raise UsageError("LS-LEDGER-010", "a journal is imported into a file", hint="name a new ledger")
        if self._exists(place):
            raise LedgerError(
                "LS-LEDGER-012", f"ledger {shown(argument)} already exists", hint="an import makes a new ledger"
            )
        if place.name is not None:
            self._make_home()
        name = place.name or check_file_name(os.path.basename(place.path).removesuffix(ENDING))

        def inspect(ledger: Ledger) -> None:
            session = LedgerSession(ledger)
            try:
                check(session)
            finally:
                session.close()

        ledger = import_ledger(place.path, self._environment, name, blocks, source, describe, inspect)
        return LedgerSession(ledger, owns_ledger=True)

    def delete(self, name: str) -> None:
        """Remove a ledger and all its history.  Raises :class:`LedgerError` while it is protected."""
        place = self.place(name)
        if self.describe(name).deletion_protection:
            raise LedgerError(
                "LS-LEDGER-013",
                f"ledger {shown(name)} is protected from deletion",
                hint=f"update-ledger {shown(name)} --no-deletion-protection takes the protection away",
            )
        try:
            for file in (place.path, f"{place.path}-wal", f"{place.path}-shm"):
                if os.path.lexists(file):
                    os.unlink(file)
        except OSError as error:
            raise StorageError("LS-STORE-014", f"{shown(place.path)} cannot be deleted: {error.strerror}") from None

    # --- Names -----------------------------------------------------------------------------------------------------

    def names(self) -> Sequence[str]:
        """The names of the ledgers that there are, sorted."""
        try:
            with os.scandir(self._environment.ledgers_home()) as files:
                names = [file.name for file in files if file.name.endswith(ENDING) and file.is_file()]
        except OSError:
            return []
        return sorted(name.removesuffix(ENDING) for name in names)

    def _path(self, name: str) -> str:
        return os.path.join(self._environment.ledgers_home(), name + ENDING)

    def _exists(self, place: Place) -> bool:
        return os.path.lexists(place.path)

    def _describe_any(self, name: str) -> LedgerDescription:
        try:
            return self.describe(name)
        except LedgershellError:
            return LedgerDescription(name, "", "", self._path(name), 0, UNREADABLE, "", True, -1, False)

    def _no_such_ledger(self, place: Place, remedy: str) -> LedgershellError:
        """``remedy`` is for a path; a name is made by create-ledger alone.  Both have candidates."""
        if place.name is None:
            near = did_you_mean(os.path.basename(place.path), _ledgers_beside(place.path))
            hint = f"{near} {remedy}" if near else remedy
            return UsageError("LS-LEDGER-011", f"there is no ledger {shown(place.path)}", hint=hint)
        near = did_you_mean(place.name, self.names())
        create = f"create-ledger {place.name} makes it"
        return UsageError(
            "LS-LEDGER-011", f"there is no ledger '{place.name}'", hint=f"{near} {create}" if near else create
        )


def _ledgers_beside(path: str) -> list[str]:
    """The files in the path's folder that are called like ledgers; none when the folder cannot be read."""
    try:
        return sorted(name for name in os.listdir(os.path.dirname(path) or ".") if name.endswith(".ledger"))
    except OSError:
        return []


def _described(ledger: Ledger) -> LedgerDescription:
    try:
        return ledger.describe()
    finally:
        ledger.close()
