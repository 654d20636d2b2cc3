r"""Where statements and meta-commands begin and end in what the shell reads.

The language's splitter finds the ends (:mod:`ledgershell.partiql.splitter`).  What is the shell's is added here: words
that need no ``;`` on a line of their own, the places of statements in their script, and statements that go on behind a
meta-command.  Text is appended as it arrives and dropped once it has been used, so a script may be of any length and
a pipe is answered as it speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from ledgershell.commands.conversation import Place
from ledgershell.errors import Span
from ledgershell.partiql.splitter import Splitter
from ledgershell.static_typing import Final, Literal

WORDS: Final = MappingProxyType({"quit": "\\q", "exit": "\\q", "help": "\\?"})
"""Words that are meta-commands when they stand alone on a line where a statement could begin."""
TRANSACTION_LINES: Final = frozenset(("begin", "start transaction", "commit", "abort", "rollback"))
"""Statements that need no ``;`` when they stand alone on a line, as in Amazon QLDB's shell."""
ItemKind = Literal["statement", "command", "hash"]


class Item:
    """Something to carry out.

    ``text``    a statement without its ``;``; or from the backslash (or dot) to the end of the line
    ``place``   where the text begins
    ``before``  in front of a meta-command: the statement typed so far
    ``number``  the statement's number in its script, from 1
    ``start``, ``end``  where it stands in :attr:`Scanner.text`
    """

    __slots__ = ("before", "end", "kind", "number", "place", "start", "text")

    def __init__(self, kind: ItemKind, text: str, place: Place, number: int, before: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.place = place
        self.number = number
        self.before = before
        self.start = start
        self.end = end


class Scanner:
    """Finds one item after another.

    After each item the caller says that it was used: :meth:`take` or :meth:`take_command`.
    """

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.lines = 0
        self._splitter = Splitter()
        self._printed = 0
        self._counted = 0
        self._line = 1
        self._column = 1
        self._number = 1

    @property
    def text(self) -> str:
        """What has arrived and was not dropped."""
        return self._splitter.text

    def append(self, more: str) -> None:
        """More of the script."""
        self._drop_used()
        self._splitter.append(more)
        self.lines += more.count("\n")

    def next(self, *, final: bool) -> Item | None:
        """The next item, or ``None`` when there is none yet; ``final``: no more text will come."""
        if not final and self._splitter.waits():
            return None
        while (begin := self._splitter.begin(final=final)) is not None:
            item = self._special_line(begin, final=final) or self._find_end(begin, final=final)
            if item is None:
                break
            if item.kind == "statement" and not item.text:
                self._move_to(item.end)
                continue
            return item
        return None

    def parts(self, item: Item, spans: Sequence[Span]) -> Iterator[Item]:
        """A statement's parts as statements of their own."""
        for number, (start, end) in enumerate(spans, item.number):
            stop = item.end if end == len(item.text) else item.start + end
            place = self._place(item.start + start)
            yield Item("statement", item.text[start:end].rstrip(), place, number, "", item.start + start, stop)

    def rest(self) -> str:
        """What has not been used, without white space at its ends."""
        begin = self._splitter.begin(final=True)
        return "" if begin is None else "\n".join(line.rstrip() for line in self.text[begin:].split("\n")).strip("\n")

    def has_rest(self) -> bool:
        """Whether anything but white space and comments has not been used."""
        return self._splitter.begin(final=True) is not None

    def _special_line(self, begin: int, *, final: bool) -> Item | None:
        """What counts only where a statement could begin: words that need no ``;``, dot commands, a wrong comment."""
        end = self._line_end(begin)
        if end is None and not final:
            return None
        line = self.text[begin:end].rstrip()
        stop = len(self.text) if end is None else end
        word = " ".join(line.lower().split())
        if word.rstrip("; ") in WORDS:
            return self._item("command", WORDS[word.rstrip("; ")], begin, stop)
        if word in TRANSACTION_LINES:
            return self._item("statement", line, begin, begin + len(line))
        if line.startswith(".") and line[1:2].isalpha():
            return self._item("command", line, begin, stop)
        if line.startswith("#"):
            return self._item("hash", line, begin, stop)
        return None

    def _find_end(self, begin: int, *, final: bool) -> Item | None:
        text = self.text
        ending = self._splitter.end(begin, final=final)
        if ending is None:
            return None
        if ending.sign != "\\":
            return self._item("statement", text[begin : ending.at].rstrip(), begin, ending.at + len(ending.sign))
        line_end = self._line_end(ending.at)
        if line_end is None and not final:
            return None
        line = text[ending.at : line_end].rstrip("\r")
        return self._item("command", line, ending.at, ending.at + len(line), before=text[begin : ending.at].rstrip())

    def _line_end(self, start: int) -> int | None:
        end = self.text.find("\n", start)
        return None if end < 0 else end

    def _item(self, kind: ItemKind, text: str, start: int, end: int, *, before: str = "") -> Item:
        return Item(kind, text, self._place(start), self._number, before, start, end)

    def _place(self, offset: int) -> Place:
        """The place of an offset; counted from where the last item ended, so a long script costs no more a line."""
        newlines = self.text.count("\n", self._counted, offset)
        if newlines:
            column = offset - self.text.rfind("\n", self._counted, offset)
        else:
            column = self._column + offset - self._counted
        return self.name, self._line + newlines, column

    def _move_to(self, position: int) -> None:
        """Everything before ``position`` is used."""
        _, self._line, self._column = self._place(position)
        self._counted = position
        self._splitter.move(position)

    def take(self, item: Item) -> None:
        """The item is used up."""
        self._move_to(item.end)
        self._number += 1

    def take_command(self, item: Item, length: int, *, keep: bool) -> None:
        """``length`` characters of a line of meta-commands are used; ``keep``: the statement before them goes on."""
        end = item.start + length if length < len(item.text) else item.end
        if keep:
            self._splitter.blank(item.start, end)
        else:
            self._move_to(end)
            self._number += 1 if item.before else 0

    def line_end(self, item: Item) -> int:
        """Where the line ends in which the item ends, its line feed included."""
        end = self._line_end(max(item.end - 1, item.start))
        return len(self.text) if end is None else end + 1

    def reached(self, end: int) -> str:
        """The text from where the last call ended, up to ``end``."""
        text = self.text[self._printed : end]
        self._printed = max(end, self._printed)
        return text

    def _drop_used(self) -> None:
        """Forget what is used and printed."""
        used = min(self._splitter.position, self._printed)
        if used:
            self._splitter.forget(used)
            self._counted -= used
            self._printed -= used
