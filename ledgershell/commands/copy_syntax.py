r"""The syntax of ``\copy``, PostgreSQL's: the old form and the one with options in parentheses.

::

    TABLE [(FIELD, …)] FROM 'FILE' [[WITH] [DELIMITER [AS] 'C'] [NULL [AS] 'TEXT'] [ENCODING 'E'] CSV [HEADER]]
    TABLE [(FIELD, …)] FROM 'FILE' [WITH] (FORMAT csv, HEADER [true | false], DELIMITER 'C', NULL 'TEXT', ENCODING 'E')
"""

from __future__ import annotations

from collections.abc import Callable

from ledgershell.commands.usage import wrong
from ledgershell.commands.variables import switch
from ledgershell.errors import UsageError
from ledgershell.static_typing import Final, NamedTuple


class CopyOptions(NamedTuple):
    """How the file is read.  ``null``: the unquoted text that means null."""

    header: bool = False
    delimiter: str = ","
    null: str = ""
    encoding: str = "utf-8"


class CopyRequest(NamedTuple):
    r"""One ``\copy``.  ``table`` is ready to stand in a statement; ``fields`` may be empty."""

    table: str
    fields: tuple[str, ...]
    file: str
    options: CopyOptions


class _Token(NamedTuple):
    """``kind`` is the quote around it, ``word``, or ``mark``."""

    kind: str
    text: str


MARKS: Final = "(),"


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while position < len(text):
        letter = text[position]
        if letter in " \t\r\n;":
            position += 1
        elif letter in MARKS:
            found.append(_Token("mark", letter))
            position += 1
        elif letter in "'\"" or text[position : position + 2].lower() == "e'":
            escapes = letter not in "'\""
            quote = "'" if escapes else letter
            content, position = _quoted(text, position + (2 if escapes else 1), quote)
            found.append(_Token(quote, content.replace("\\t", "\t") if escapes else content))
        else:
            end = position
            while end < len(text) and text[end] not in " \t\r\n;'\"" + MARKS:
                end += 1
            found.append(_Token("word", text[position:end]))
            position = end
    return found


def _quoted(text: str, start: int, quote: str) -> tuple[str, int]:
    """The content of a quoted text that begins before ``start``, and where it ends; a doubled quote is one."""
    position = start
    while (end := text.find(quote, position)) >= 0:
        if not text.startswith(quote, end + 1):
            return text[start:end].replace(quote * 2, quote), end + 1
        position = end + 2
    raise UsageError("LS-CLI-005", f"\\copy: the quote {quote} is not closed", hint="close it on the same line")


class _Reader:
    """Reads the request from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> _Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _Token("", "")

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

    def string(self, what: str) -> str:
        token = self.next()
        if token.kind != "'":
            raise wrong("copy", f"{what} must follow in single quotes")
        return token.text

    def name(self, what: str) -> str:
        token = self.next()
        if token.kind == '"' or (token.kind == "word" and token.text):
            return token.text
        raise wrong("copy", f"{what} is missing")


def read_copy(text: str) -> CopyRequest:
    r"""Take the arguments of ``\copy`` apart.  Raises :class:`UsageError`."""
    reader = _Reader(_tokens(text))
    table = _table(reader)
    fields = _fields(reader)
    if reader.take("TO"):
        raise wrong("copy", "files can only be read so far")
    if not reader.take("FROM"):
        raise wrong("copy", "FROM is missing")
    token = reader.next()
    if token.kind not in ("'", "word") or not token.text:
        raise wrong("copy", "the file's name must follow FROM")
    if token.kind == "word" and token.text.upper() in ("STDIN", "PSTDIN", "PROGRAM"):
        raise wrong("copy", f"FROM {token.text.upper()} is not supported; name a file")
    options = _options(reader)
    if not options.header and not fields:
        raise wrong("copy", "without HEADER the fields have no names: list them in parentheses")
    return CopyRequest(table, fields, token.text, options)


def _table(reader: _Reader) -> str:
    token = reader.next()
    if token.kind == '"':
        return '"' + token.text.replace('"', '""') + '"'
    plain = token.text.replace("_", "a").replace("$", "a")
    if token.kind != "word" or not plain.isascii() or not plain.isalnum() or plain[0].isdigit():
        raise wrong("copy", "a table's name must come first")
    return token.text


def _fields(reader: _Reader) -> tuple[str, ...]:
    if not reader.take("("):
        return ()
    names = [reader.name("a field's name")]
    while reader.take(","):
        names.append(reader.name("a field's name"))
    if not reader.take(")"):
        raise wrong("copy", "the list of fields is not closed")
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
        elif not (parenthesised and token == _Token("mark", ",")):
            raise wrong("copy", f"{token.text!r} is no option")
    if reader.peek().kind:
        raise wrong("copy", f"{reader.peek().text!r} stands behind the options")
    if not is_csv:
        raise wrong("copy", "only CSV can be read: say CSV")
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
