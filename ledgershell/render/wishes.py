r"""The options of ``\pset``, from one table: psql's names where psql has the option.

To add one: a field in :class:`~ledgershell.render.options.RenderOptions` and a row here.  ``\pset``, ``-P``, their
completion and the documentation read this table.  Options of psql that have no meaning here (``numericlocale``,
``tableattr``, ``unicode_*_linestyle``) are not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ledgershell.errors import UsageError
from ledgershell.render.options import RenderOptions
from ledgershell.render.palette import THEMES
from ledgershell.render.safe_text import is_safe, visible
from ledgershell.static_typing import Any, NamedTuple

_TRUE = ("on", "true", "yes", "1")
_FALSE = ("off", "false", "no", "0")
_LARGEST = 1_000_000_000


class Wish(NamedTuple):
    r"""One option.

    ``name``     as the user writes it
    ``summary``  one line for help and documentation
    ``field``    of :class:`RenderOptions`
    ``read``     the value of a text; ``None`` when it is none
    ``allowed``  what the values are, for people
    ``values``   the values, for completion; empty: any
    ``told``     ``told(shown value)``: what is said when the option has been set, in psql's words
    ``toggle``   the value that an option gets when none is given; by default that of a new shell
    """

    name: str
    summary: str
    field: str
    read: Callable[[str], object]
    allowed: str
    values: tuple[str, ...]
    told: str
    toggle: Callable[[object], object] | None = None


def _switch(text: str) -> bool | None:
    word = text.lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _turn(now: object) -> object:
    return not now


def _text(text: str) -> str:
    return text


def _safe_text(text: str) -> str | None:
    return text if is_safe(text) else None


def _null_in_csv(text: str) -> str | None:
    return text if is_safe(text) and '"' not in text and text == text.strip() else None


def _number(lowest: int, highest: int) -> Callable[[str], object]:
    def read(text: str) -> int | None:
        if not (text.isascii() and text.isdigit() and len(text) < 11):
            return None
        return int(text) if lowest <= int(text) <= highest else None

    return read


def _one_of(*words: str, also: Mapping[str, str] = MappingProxyType({})) -> Callable[[str], object]:
    def read(text: str) -> str | None:
        word = also.get(text.lower(), text.lower())
        return word if word in words else None

    return read


def _separator(text: str) -> str | None:
    return text if len(text) == 1 and text not in '"\r\n\0' else None


_EXPANDED = _one_of(
    "on", "off", "auto", also={"true": "on", "yes": "on", "1": "on", "false": "off", "no": "off", "0": "off"}
)
_PAGER = _one_of(
    "on", "off", "always", also={"true": "on", "yes": "on", "1": "on", "false": "off", "no": "off", "0": "off"}
)
_ON_OFF = ("on", "off")


def _other(now: object) -> object:
    return "on" if now == "off" else "off"


WISHES: Mapping[str, Wish] = MappingProxyType(
    {
        wish.name: wish
        for wish in (
            Wish(
                "border",
                "how much of a table is drawn: 0 nothing, 1 lines between columns, 2 a frame",
                "border",
                _number(0, 2),
                "0, 1 or 2",
                ("0", "1", "2"),
                "Border style is {}.",
            ),
            Wish(
                "columns",
                "the width that tables are fitted to; 0: the terminal's",
                "columns",
                _number(0, 100_000),
                "a number of columns",
                (),
                "Target width is {}.",
            ),
            Wish(
                "csv_fieldsep",
                "between the fields of csv",
                "csv_separator",
                _separator,
                "one character, and no quote or line end",
                (),
                'Field separator for CSV is "{}".',
            ),
            Wish(
                "csv_null",
                "how csv and tsv write null; an empty string is then always quoted",
                "csv_null",
                _null_in_csv,
                "printable text without quotes or blanks at its ends",
                (),
                'Null in CSV is "{}".',
            ),
            Wish(
                "expanded",
                "one field a line; auto: where a table would have to be cut",
                "expanded",
                _EXPANDED,
                "on, off or auto",
                ("on", "off", "auto"),
                "Expanded display is {}.",
                _other,
            ),
            Wish(
                "fieldsep",
                "between the fields of unaligned",
                "separator",
                _text,
                "text",
                (),
                'Field separator is "{}".',
            ),
            Wish(
                "footer",
                "whether the count of documents follows a result",
                "footer",
                _switch,
                "on or off",
                _ON_OFF,
                "Default footer is {}.",
                _turn,
            ),
            Wish(
                "linestyle",
                "what borders are drawn with; auto: unicode where the encoding has it",
                "line_style",
                _one_of("auto", "ascii", "unicode"),
                "auto, ascii or unicode",
                ("auto", "ascii", "unicode"),
                "Line style is {}.",
            ),
            Wish(
                "max_rows",
                "rows of a table on a terminal before the middle ones are left out; 0: never",
                "max_rows",
                _number(0, _LARGEST),
                "a number of rows",
                (),
                "A table shows at most {} rows.",
            ),
            Wish("null", "how tables write null", "null", _safe_text, "printable text", (), 'Null display is "{}".'),
            Wish(
                "pager",
                "on: the pager shows what is longer than the screen",
                "pager",
                _PAGER,
                "on, off or always",
                ("on", "off", "always"),
                "Pager usage is {}.",
                _other,
            ),
            Wish(
                "pager_min_lines",
                "results shorter than this are not paged",
                "pager_lines",
                _number(0, _LARGEST),
                "a number of lines",
                (),
                "Pager won't be used for less than {} lines.",
            ),
            Wish(
                "plain",
                "for screen readers: no drawing, no colour, one field a line",
                "plain",
                _switch,
                "on or off",
                _ON_OFF,
                "Plain display is {}.",
                _turn,
            ),
            Wish(
                "recordsep",
                "behind each record of unaligned",
                "record_end",
                _text,
                "text",
                (),
                'Record separator is "{}".',
            ),
            Wish(
                "table",
                "the table that insert writes for; without one, the table that the statement reads",
                "table",
                _text,
                "a name",
                (),
                'Table for insert is "{}".',
            ),
            Wish(
                "theme",
                "the colours of types",
                "theme",
                _one_of(*THEMES),
                ", ".join(THEMES),
                tuple(THEMES),
                "Theme is {}.",
            ),
            Wish("title", "printed above each table", "title", _text, "text", (), 'Title is "{}".'),
            Wish(
                "tuples_only",
                "rows only: no column names, title or footer",
                "header",
                lambda text: {True: False, False: True}.get(_switch(text) if text else None),  # type: ignore[arg-type]
                "on or off",
                _ON_OFF,
                "Tuples only is {}.",
                _turn,
            ),
            Wish(
                "types",
                "whether a table on a terminal names the types in each column",
                "types",
                _switch,
                "on or off",
                _ON_OFF,
                "Types in the header: {}.",
                _turn,
            ),
        )
    }
)
_ALIASES: Mapping[str, str] = MappingProxyType(
    {"x": "expanded", "vertical": "expanded", "t": "tuples_only", "C": "title"}
)


def wish_named(name: str) -> Wish:
    """The option of this name.  Raises :class:`UsageError` (LS-FORMAT-002) with candidates."""
    found = WISHES.get(_ALIASES.get(name, name))
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, WISHES, 1)
        hint = f"did you mean {near[0]}?" if near else f"one of format, {', '.join(WISHES)}"
        raise UsageError("LS-FORMAT-002", f"there is no display option '{visible(name)}'", hint=hint)
    return found


def wish(options: RenderOptions, name: str, value: str | None = None) -> RenderOptions:
    """The options with one of them set.

    Without a value a switch is turned and anything else gets its default.  Raises :class:`UsageError`: LS-FORMAT-002
    for the name, LS-FORMAT-003 for the value.
    """
    entry = wish_named(name)
    if value is None:
        now = getattr(options, entry.field)
        wanted = entry.toggle(now) if entry.toggle is not None else RenderOptions._field_defaults[entry.field]
    else:
        wanted = entry.read(value)
        if wanted is None:
            raise UsageError(
                "LS-FORMAT-003", f"'{visible(value)}' is no value for {entry.name}", hint=f"it is {entry.allowed}"
            )
    changed: dict[str, Any] = {entry.field: wanted}
    return options._replace(**changed)


def shown(options: RenderOptions, name: str) -> str:
    """The value of an option as text, safe to print."""
    entry = wish_named(name)
    value = getattr(options, entry.field)
    if entry.name == "tuples_only":
        value = not value
    if value is None:
        return "default"
    return ("on" if value else "off") if isinstance(value, bool) else visible(str(value))


def told(options: RenderOptions, name: str) -> str:
    """What is said of an option that has just been set."""
    entry = wish_named(name)
    text = shown(options, name)
    if entry.name == "title" and not text:
        return "Title is unset."
    if entry.name == "columns" and text == "0":
        return "Target width is unset."
    if entry.name == "table" and not text:
        return "Table for insert is the one that the statement reads."
    if entry.name == "pager":
        return {"on": "Pager is used for long output.", "always": "Pager is always used."}.get(
            text, "Pager usage is off."
        )
    return entry.told.format(text)
