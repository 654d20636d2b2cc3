r"""The syntax of ``\copy``, PostgreSQL's: the old form and the one with options in parentheses.

::

    TABLE [(FIELD, …)] FROM 'FILE' [[WITH] [DELIMITER [AS] 'C'] [NULL [AS] 'TEXT'] [ENCODING 'E'] CSV [HEADER]]
    TABLE [(FIELD, …)] FROM 'FILE' [WITH] (FORMAT csv, HEADER [true | false], DELIMITER 'C', NULL 'TEXT', ENCODING 'E')
    {TABLE [(FIELD, …)] | (QUERY)} TO {'FILE' | STDOUT} …
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.commands.usage import wrong
from ledgershell.commands.variables import switch
from ledgershell.errors import Span, UsageError
from ledgershell.partiql.characters import TYPOGRAPHIC
from ledgershell.static_typing import Final, NamedTuple


class CopyOptions(NamedTuple):
    """How the file is read.  ``null``: the unquoted text that means null."""

    header: bool = False
    delimiter: str = ","
    null: str = ""
    encoding: str = "utf-8"


class CopyRequest(NamedTuple):
    r"""One ``\copy``.

    ``table``   ready to stand in a statement; ``fields`` may be empty
    ``out``     to the file, not from it; then ``query`` is what is written
    ``quoted``  the file's name stood in quotes
    """

    table: str
    fields: tuple[str, ...]
    file: str
    options: CopyOptions
    out: bool = False
    query: str = ""
    quoted: bool = True


class _Token(NamedTuple):
    """``kind`` is the quote around it, ``word``, or ``mark``; empty behind the last one."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


MARKS: Final = "(),"
BLANKS: Final = " \t\r\n"


def _mistake(text: str, span: Span, message: str, hint: str | None = None) -> UsageError:
    """An error at a place in the request."""
    error = wrong("copy", message)
    error.span, error.text = span, text
    error.hint = hint or error.hint
    return error


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while position < len(text):
        letter, start = text[position], position
        if letter in BLANKS:
            position += 1
        elif letter in MARKS:
            found.append(_Token("mark", letter, start, start + 1))
            position += 1
        elif letter in "'\"" or text[position : position + 2].lower() == "e'":
            escapes = letter not in "'\""
            quote = "'" if escapes else letter
            content, position = _quoted(text, position + (2 if escapes else 1), quote)
            found.append(_Token(quote, content.replace("\\t", "\t") if escapes else content, start, position))
        else:
            while position < len(text) and text[position] not in BLANKS + "'\"" + MARKS:
                position += 1
            found.append(_Token("word", _plain(text, start, position), start, position))
    return found


def _plain(text: str, start: int, end: int) -> str:
    """A word as it stands.  Raises :class:`UsageError` for quotes and dashes that were set for the eye."""
    word = text[start:end]
    if not word.isascii():
        for offset, letter in enumerate(word):
            if meant := TYPOGRAPHIC.get(letter):
                place = Span(start + offset, start + offset + 1)
                raise _mistake(text, place, f'"{letter}" is a {meant.what}', f"type {meant.type}")
    return word


def _quoted(text: str, start: int, quote: str) -> tuple[str, int]:
    """The content of a quoted text that begins before ``start``, and where it ends; a doubled quote is one."""
    position = start
    while (end := text.find(quote, position)) >= 0:
        if not text.startswith(quote, end + 1):
            return text[start:end].replace(quote * 2, quote), end + 1
        position = end + 2
    raise UsageError(
        "LS-CLI-005",
        f"\\copy: the quote {quote} is not closed",
        span=Span(start - 1, len(text)),
        text=text,
        hint="close it on the same line",
    )


class _Reader:
    """Reads the request from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.position = 0

    def peek(self) -> _Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return _Token("", "", len(self.text), len(self.text))

    def next(self) -> _Token:
        token = self.peek()
        self.position += 1
        return token

    def take(self, *words: str) -> bool:
        """Step over one of these words, if it is next."""
        token = self.peek()
        if token.kind in ("word", "mark") and token.text.upper() in words:
            self.position += 1
            return True
        return False

    def wrong(self, token: _Token, message: str, hint: str | None = None) -> UsageError:
        return _mistake(self.text, token.span, message, hint)

    def string(self, what: str) -> str:
        token = self.next()
        if token.kind != "'":
            raise self.wrong(token, f"{what} must follow in single quotes")
        return token.text

    def name(self, what: str) -> str:
        token = self.next()
        if token.kind == '"' or (token.kind == "word" and token.text):
            return token.text
        raise self.wrong(token, f"{what} is missing")


def read_copy(text: str) -> CopyRequest:
    r"""Take the arguments of ``\copy`` apart; a ``;`` may follow them.  Raises :class:`UsageError`."""
    text = text.rstrip(BLANKS + ";")
    if text.startswith("("):
        return _read_query(text)
    reader = _Reader(text)
    table = _table(reader)
    fields = _fields(reader)
    token = reader.peek()
    if reader.take("TO"):
        return _read_target(reader, table, fields, _query_of(table, fields))
    if not reader.take("FROM"):
        raise reader.wrong(token, "FROM or TO is missing")
    token = reader.next()
    if token.kind not in ("'", "word") or not token.text:
        raise reader.wrong(token, "the file's name must follow FROM")
    if token.kind == "word" and token.text.upper() in ("STDIN", "PSTDIN", "PROGRAM"):
        raise reader.wrong(token, f"FROM {token.text.upper()} is not supported; name a file")
    options = _options(reader)
    if not options.header and not fields:
        raise wrong("copy", "without HEADER the fields have no names: list them in parentheses")
    return CopyRequest(table, fields, token.text, options)


def _read_query(text: str) -> CopyRequest:
    """``(QUERY) TO …``: the query goes to the parenthesis that closes it."""
    from ledgershell.partiql.lexer import scan

    depth = 0
    for kind, start, end in scan(text):
        depth += {"(": 1, ")": -1}.get(text[start:end], 0) if kind == "symbol" else 0
        if not depth:
            break
    else:
        raise _mistake(text, Span(0, 1), "the parenthesis around the query is not closed")
    reader = _Reader(" " * end + text[end:])
    token = reader.peek()
    if not reader.take("TO"):
        raise reader.wrong(token, "TO must follow a query")
    return _read_target(reader, "", (), text[1 : end - 1].strip())


def _read_target(reader: _Reader, table: str, fields: tuple[str, ...], query: str) -> CopyRequest:
    token = reader.next()
    if token.kind not in ("'", "word") or not token.text:
        raise reader.wrong(token, "the file's name must follow TO")
    if token.kind == "word" and token.text.upper() == "PROGRAM":
        raise reader.wrong(token, "TO PROGRAM is not supported", "\\o |COMMAND sends results to a program")
    options = _options(reader)
    if options.encoding.lower().replace("-", "") != "utf8":
        raise wrong("copy", "files are written in UTF-8 only")
    return CopyRequest(table, fields, token.text, options, out=True, query=query, quoted=token.kind == "'")


def _query_of(table: str, fields: tuple[str, ...]) -> str:
    if not fields:
        return f"SELECT VALUE t FROM {table} AS t"  # noqa: S608 - a checked name
    named = ", ".join(f't."{doubled}" AS "{doubled}"' for doubled in (name.replace('"', '""') for name in fields))
    return f"SELECT {named} FROM {table} AS t"  # noqa: S608 - quoted names


def _table(reader: _Reader) -> str:
    token = reader.next()
    if token.kind == '"':
        return '"' + token.text.replace('"', '""') + '"'
    if token.kind == "word" and token.text.strip(".").count("."):
        last = token.text.rpartition(".")[2]
        raise reader.wrong(token, "a table's name has one part", f"there are no schemas here: write {last}")
    plain = token.text.replace("_", "a").replace("$", "a")
    if token.kind != "word" or not plain.isascii() or not plain.isalnum() or plain[0].isdigit():
        raise reader.wrong(token, "a table's name must come first")
    return token.text


def _fields(reader: _Reader) -> tuple[str, ...]:
    if not reader.take("("):
        return ()
    names = [reader.name("a field's name")]
    while reader.take(","):
        names.append(reader.name("a field's name"))
    if not reader.take(")"):
        raise reader.wrong(reader.peek(), "the list of fields is not closed")
    return tuple(names)


def _options(reader: _Reader) -> CopyOptions:
    reader.take("WITH")
    parenthesised = reader.take("(")
    options = CopyOptions()
    is_csv = False
    while reader.peek().kind and not (parenthesised and reader.take(")")):
        token = reader.next()
        word = token.text.upper() if token.kind == "word" else ""
        if word == "CSV" or (word == "FORMAT" and reader.take("CSV")):
            is_csv = True
        elif word in READERS:
            options = READERS[word](reader, options)
        elif not (parenthesised and token.kind == "mark" and token.text == ","):
            raise reader.wrong(token, f"{token.text!r} is no option")
    if reader.peek().kind:
        raise reader.wrong(reader.peek(), f"{reader.peek().text!r} stands behind the options")
    if not is_csv:
        raise wrong("copy", "only CSV is read and written: say CSV; \\import and \\export know other formats")
    return options


def _header(reader: _Reader, options: CopyOptions) -> CopyOptions:
    state = switch(reader.peek().text) if reader.peek().kind == "word" else None
    if state is not None:
        reader.next()
    return options._replace(header=True if state is None else state)


def _text_option(name: str, what: str) -> Callable[[_Reader, CopyOptions], CopyOptions]:
    def read(reader: _Reader, options: CopyOptions) -> CopyOptions:
        reader.take("AS")
        return options._replace(**{name: reader.string(what)})  # type: ignore[arg-type]

    return read


READERS: Final = {
    "HEADER": _header,
    "DELIMITER": _text_option("delimiter", "the delimiter"),
    "DELIMITERS": _text_option("delimiter", "the delimiter"),
    "NULL": _text_option("null", "the text that means null"),
    "ENCODING": _text_option("encoding", "the encoding's name"),
}
