r"""A page for each error code, for ``\h CODE``, ``\errverbose`` and ``docs/errors.md``.

``python -m ledgershell.commands.error_pages`` prints that file.  What a code means stands in
:data:`ledgershell.errors.ERROR_CODES`; cause, remedy and example stand in
``error_explanations.json``.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from ledgershell.commands.error_explanations import explanations
from ledgershell.errors import ERROR_CODES
from ledgershell.static_typing import Final

WIDTH: Final = 96
FAMILIES: Final = (
    ("LS-ION", "Ion values"),
    ("LS-PARSE", "Syntax"),
    ("LS-NAME", "Names and static analysis"),
    ("LS-EVAL", "Evaluation"),
    ("LS-LEDGER", "Ledgers, tables, indexes, documents"),
    ("LS-TX", "Transactions"),
    ("LS-LIMIT", "Limits of Amazon QLDB"),
    ("LS-STORE", "Storage"),
    ("LS-VERIFY", "Digests, proofs, verification"),
    ("LS-BACKUP", "Backups"),
    ("LS-EXPORT", "Journal exports"),
    ("LS-STREAM", "Journal streams"),
    ("LS-FILE", "Files"),
    ("LS-FORMAT", "Output formats"),
    ("LS-CLI", "Command line, scripts, meta-commands"),
)


def page_lines(code: str) -> list[str]:
    """What is known of a code, for people at a terminal."""
    lines = [f"{code}: {ERROR_CODES[code]}."]
    explained = explanations().get(code)
    if explained is not None:
        for title, text in (("Cause", explained.cause), ("Remedy", explained.remedy)):
            lines += ["", f"{title}:", *(f"    {line}" for line in textwrap.wrap(text, WIDTH))]
        if explained.example:
            lines += ["", "Example:", *(f"    {line}" for line in explained.example.split("\n"))]
    return [*lines, "", "All codes: docs/errors.md"]


def family_of(code: str) -> str:
    """``LS-PARSE`` of ``LS-PARSE-001``."""
    return code.rpartition("-")[0]


def document() -> str:
    """The whole of ``docs/errors.md``."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (
        "# Error codes",
        "",
        "This page is made from the program's own tables (`python -m ledgershell.commands.error_pages`). At a prompt",
        "`\\h CODE` shows a code's part of it, and `\\errverbose` the part for the last error. Codes are stable,",
        "messages are not: scripts look at `:LAST_ERROR_CODE`, or at `code` in what `--errors json` prints.",
    )
    for prefix, title in FAMILIES:
        yield from ("", f"## {title}")
        for code, meaning in ERROR_CODES.items():
            if family_of(code) == prefix:
                yield from _page(code, meaning)


def _page(code: str, meaning: str) -> Iterator[str]:
    yield from ("", f"### {code}", "", f"**{meaning}.**")
    explained = explanations().get(code)
    if explained is None:
        return
    yield from ("", f"*Cause:* {explained.cause}", "", f"*Remedy:* {explained.remedy}")
    if explained.example:
        yield from ("", "```", explained.example, "```")


if __name__ == "__main__":
    sys.stdout.write(document())
