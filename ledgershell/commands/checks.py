r"""``\expect`` and ``\assert``: scripts that check themselves."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.ion_arguments import read_values
from ledgershell.commands.usage import wrong
from ledgershell.errors import ERROR_CODES, ExpectationError, LedgershellError, UsageError
from ledgershell.ion.equality import ion_equal
from ledgershell.ion.values import Value
from ledgershell.ledger.preparation import KINDS
from ledgershell.partiql.parser import parse
from ledgershell.partiql.spelling import candidates
from ledgershell.render.footer import counted
from ledgershell.render.ion_form import ion_line
from ledgershell.render.safe_text import visible
from ledgershell.static_typing import Final

ANY_ERROR: Final = "an error"
MOST_SHOWN: Final = 200


class Expectation:
    """What the next statement must do.

    ``error``    the code of the error that it must end with, or :data:`ANY_ERROR`; empty: none
    ``rows``     how many values it must return
    ``values``   the values that it must return, ``ordered`` or in any order
    ``met_with`` whether a statement has been run under it
    """

    def __init__(
        self,
        *,
        error: str = "",
        rows: int | None = None,
        values: tuple[Value, ...] | None = None,
        ordered: bool = False,
    ) -> None:
        self.error = error
        self.rows = rows
        self.values = values
        self.ordered = ordered
        self.met_with = False
        self._count = 0
        self._returned: list[Value] = []

    def observing(self, values: Iterable[Value]) -> Iterator[Value]:
        """The values that a statement returns."""
        self.met_with = True
        for value in values:
            self._count += 1
            if self.values is not None and self._count <= len(self.values):
                self._returned.append(value)
            yield value

    def accepts(self, error: LedgershellError) -> bool:
        """Whether this is the error that was expected."""
        return self.error in (ANY_ERROR, error.code)

    def check(self) -> None:
        """It ended well.  Raises :class:`ExpectationError` when that was not expected."""
        if self.error:
            raise _unmet(f"{self.error} was expected, and there was none")
        wanted = self.rows if self.values is None else len(self.values)
        if wanted is not None and wanted != self._count:
            raise _unmet(f"{counted(wanted, 'value')} expected, {self._count} returned")
        if self.values is None:
            return
        left = list(self.values)
        for number, value in enumerate(self._returned, 1):
            place = 0 if self.ordered else next((at for at, one in enumerate(left) if ion_equal(one, value)), None)
            if place is None:
                raise _unmet(f"{_short(value)} was returned, and not expected")
            if not ion_equal(left[place], value):
                raise _unmet(f"value {number}: {_short(left[place])} expected, {_short(value)} returned")
            del left[place]

    def unused(self) -> LedgershellError:
        """The error for a script that ends before the statement."""
        return _unmet(r"no statement follows the \expect")


def _unmet(message: str) -> ExpectationError:
    return ExpectationError("LS-CLI-019", message, hint="either the script is wrong, or what it checks")


def _short(value: Value) -> str:
    text = visible(ion_line(value))
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def expect(conversation: Conversation, arguments: Arguments) -> None:
    """Say what the next statement must do."""
    word, _, rest = arguments.raw.partition(" ")
    rest = rest.strip()
    kind = word.lower()
    if kind == "error":
        conversation.expectation = Expectation(error=_known_code(rest.upper()) if rest else ANY_ERROR)
    elif kind == "rows":
        if not (rest.isascii() and rest.isdigit() and len(rest) < 10):
            raise wrong("expect", f"{visible(rest[:40])!r} is no number of values")
        conversation.expectation = Expectation(rows=int(rest))
    elif kind in ("ordered", "unordered"):
        found = read_values(rest, 0, conversation.variables.get)
        if found.end < len(rest):
            raise wrong("expect", "something stands behind the values")
        conversation.expectation = Expectation(values=found.values, ordered=kind == "ordered")
    else:
        raise wrong("expect", "it is one of error, rows, ordered and unordered")


def _known_code(code: str) -> str:
    if code in ERROR_CODES:
        return code
    near = candidates(code, ERROR_CODES)
    error = wrong("expect", f"there is no error {visible(code[:40])}")
    error.hint = f"did you mean {' or '.join(near)}?" if near else error.hint
    raise error


def check(conversation: Conversation, arguments: Arguments) -> None:
    """See that an expression is true, or with ``verified`` that the journal is what it must be."""
    text = arguments.raw.rstrip().rstrip(";")
    if not text:
        raise wrong("assert", "an expression is missing")
    if text.lower() == "verified":
        _check_journal(conversation)
        return
    if "LAST_DIGEST" in text:
        digest = conversation.session.digest().digest
        conversation.variables.report("LAST_DIGEST", base64.b64encode(digest).decode("ascii"))
    put_in = conversation.substitute(text)
    kind, tag = KINDS[type(parse(put_in)).__name__]
    if kind != "query":
        raise UsageError("LS-CLI-004", f"\\assert: {tag} is no expression", hint="for example \\assert :ROW_COUNT = 3")
    with conversation.cancelling:
        values = conversation.session.execute(put_in).all()
    if len(values) != 1 or values[0] is not True:
        came_to = _short(values[0]) if len(values) == 1 else counted(len(values), "value")
        written = visible(put_in if len(put_in) <= MOST_SHOWN else f"{put_in[:MOST_SHOWN]}…")
        raise _unmet(f"{written} is {came_to}")


def _check_journal(conversation: Conversation) -> None:
    with conversation.cancelling:
        faults = sum(1 for _ in conversation.session.verify())
    if faults:
        raise _unmet(f"the ledger does not verify: {counted(faults, 'fault')}")
