r"""The conversation on a terminal: prompt, run, print, and again.

Reading a line is prompt_toolkit's; what a line means is the script runner's, so a statement does the same whether it is
typed, piped or pasted.
"""

from __future__ import annotations

from ledgershell.commands.conversation import VERSION, Conversation, Leave
from ledgershell.errors import ExitCode, LedgershellError
from ledgershell.render.footer import counted
from ledgershell.shell.completeness import statements_of
from ledgershell.shell.interruption import Termination
from ledgershell.shell.prompting import Prompt
from ledgershell.shell.scanner import Scanner
from ledgershell.shell.script import ScriptRunner, Stopped

LEAVING_QUESTION = "Commit it, abort it, or stay? [c/a/S] "


class Repl:
    """One conversation on a terminal."""

    def __init__(self, conversation: Conversation, runner: ScriptRunner, termination: Termination) -> None:
        self.conversation = conversation
        self.runner = runner
        self.prompt = Prompt(conversation, termination)
        conversation.history = lambda: self.prompt.session.history.get_strings()

    def welcome(self) -> None:
        """Who this is, which ledger it is, and how to get further."""
        ledger = self.conversation.session.describe()
        blocks = "an empty journal" if ledger.tip < 1 else f"tip {ledger.tip}"
        access = ", read only" if not ledger.writable else ""
        self.conversation.notice(
            f"ledgershell {VERSION}: ledger {self.prompt.ledger_name}, {blocks}{access}.\n"
            "A statement ends with ; or with Enter on an empty line.\n"
            r"\? lists the commands, \h explains statements, \q leaves."
        )

    def run(self) -> ExitCode:
        """Converse until somebody leaves."""
        unfinished = ""
        while True:
            try:
                text = self.prompt.read(unfinished)
                unfinished = ""
                unfinished = self.answer(text)
            except KeyboardInterrupt:
                unfinished = ""
            except (EOFError, Leave):
                if self._may_leave():
                    return ExitCode.OK

    def answer(self, text: str) -> str:
        """Carry out what was typed.  Raises :class:`Leave`.

        Returns what is to be typed on: a statement in front of a meta-command that did not run it, or what has come
        back from the editor.
        """
        conversation = self.conversation
        scanner = Scanner(None)
        scanner.append(text if text.endswith("\n") else f"{text}\n")
        commands = False
        try:
            while (item := scanner.next(final=not commands)) is not None:
                if item.kind == "statement":
                    for part in scanner.parts(item, statements_of(item.text, conversation.variables.get)):
                        self.runner.carry_out(scanner, part)
                else:
                    commands = commands or item.kind == "command"
                    self.runner.carry_out(scanner, item)
                    if conversation.edited is not None:
                        edited, conversation.edited = conversation.edited, None
                        return edited
        except Stopped:
            if scanner.has_rest():
                conversation.tell("What was typed behind it has not been run.")
            return ""
        finally:
            conversation.buffer = ""
        return scanner.rest()

    def _may_leave(self) -> bool:
        """With a transaction open, ask what becomes of it."""
        state = self.conversation.session.transaction()
        if state is None:
            return True
        changed = state.changed_documents
        self.conversation.tell(f"A transaction is open; it has changed {counted(changed)}.")
        answer = self.prompt.ask(LEAVING_QUESTION)
        if answer in ("a", "abort", "\x04"):
            self.conversation.session.abort()
            self.conversation.tell("It was aborted.")
            return True
        if answer in ("c", "commit"):
            try:
                self.conversation.run_statement("COMMIT")
            except LedgershellError as error:
                self.conversation.report_error(error)
                return False
            return True
        return False


def converse(conversation: Conversation, runner: ScriptRunner, termination: Termination) -> ExitCode:
    """Hold the conversation."""
    repl = Repl(conversation, runner, termination)
    repl.welcome()
    return repl.run()
