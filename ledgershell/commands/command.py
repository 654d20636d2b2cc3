"""What a row of the table of meta-commands says."""

from __future__ import annotations

from ledgershell.static_typing import Final, Literal, NamedTuple

Completes = Literal["", "command", "file", "format", "table", "topic", "variable"]
"""What the first argument of a meta-command is."""
Safety = Literal["allowed", "without files", "refused"]
"""What ``--safe`` makes of a meta-command.

``allowed``        it reaches nothing but the ledger that is open and the program's own streams
``without files``  allowed as long as it names no file; :meth:`Conversation.path` refuses every file
``refused``        it starts programs, reads or writes files, opens ledgers, or touches the process's environment
"""


class Command(NamedTuple):
    r"""One meta-command.

    ``arguments``   its syntax behind the name, as help shows it
    ``summary``     one line
    ``run``         ``module:function`` below ``ledgershell.commands``, imported when it is first called
    ``safety``      what ``--safe`` makes of it; there is no default, so that each command must declare it
    ``aliases``     other names, e.g. those of Amazon QLDB's shell
    ``whole_line``  it takes the rest of the line as it is, backslashes and all
    ``values``      it takes Ion values
    ``plus``        its name may be followed by ``+``, which asks for more detail
    ``completes``   what its first argument is
    ``details``     further lines for ``\? NAME`` and the documentation
    """

    name: str
    arguments: str
    summary: str
    group: str
    run: str
    safety: Safety
    aliases: tuple[str, ...] = ()
    whole_line: bool = False
    values: bool = False
    plus: bool = False
    completes: Completes = ""
    details: str = ""


GENERAL: Final = "General"
BUFFER: Final = "Ending a statement"
ABOUT: Final = "Tables and ledgers"
JOURNAL: Final = "Journal and proofs"
TRANSACTIONS: Final = "Transactions"
FILES: Final = "Input and output"
FORMATTING: Final = "Formatting"
VARIABLES: Final = "Variables"
SCRIPTS: Final = "Conditions and checks"
TEACHING: Final = "Explanations"
GROUPS: Final = (
    GENERAL, BUFFER, ABOUT, JOURNAL, TRANSACTIONS, FILES, FORMATTING, VARIABLES, SCRIPTS, TEACHING,
)  # fmt: skip
"""In the order in which help lists them."""
