r"""The conversation on a terminal: prompt, run, print, and again.

Reading a line is prompt_toolkit's; what a line means is the script runner's, so a statement does the same whether it is
typed, piped or pasted.
"""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.formatted_text import AnyFormattedText
from prompt_toolkit.output import ColorDepth, Output, create_output

from ledgershell.commands.conversation import VERSION, Conversation, Leave
from ledgershell.environment import Environment, UserPath
from ledgershell.errors import ExitCode, LedgershellError, Terminated
from ledgershell.render.footer import counted
from ledgershell.render.safe_text import visible
from ledgershell.shell.completeness import statements_of
from ledgershell.shell.completion import MetaAndStatementCompleter
from ledgershell.shell.highlighting import statement_lexer, style
from ledgershell.shell.history import history_for
from ledgershell.shell.interruption import Termination
from ledgershell.shell.keys import key_bindings
from ledgershell.shell.prompts import Continuations, prompt_text
from ledgershell.shell.scanner import Scanner
from ledgershell.shell.script import ScriptRunner, Stopped

LEAVING_QUESTION = "Commit it, abort it, or stay? [c/a/S] "


def terminal_output(environment: Environment) -> Output | None:
    """Where prompts are drawn: standard output, or standard error when results go down a pipe."""
    if environment.is_terminal(environment.stdout):
        return None
    return create_output(stdout=environment.stderr)


def color_depth(environment: Environment) -> ColorDepth | None:
    """No colour where none is wanted; otherwise what the terminal can do."""
    variables = environment.variables
    return ColorDepth.DEPTH_1_BIT if variables.get("NO_COLOR") or variables.get("TERM") == "dumb" else None


class Repl:
    """One conversation on a terminal."""

    def __init__(self, conversation: Conversation, runner: ScriptRunner, termination: Termination) -> None:
        self.conversation = conversation
        self.runner = runner
        self.termination = termination
        environment = conversation.environment
        ledger = conversation.session.describe()
        self.ledger_name = visible(ledger.name) or "ledger"
        continuations = Continuations()
        self.completer = MetaAndStatementCompleter(conversation)
        self.prompt_session: PromptSession[str] = PromptSession(
            message=self._message,
            multiline=True,
            prompt_continuation=lambda width, line, wraps: continuations.prompt(
                self.prompt_session.default_buffer.text, line, wraps, width
            ),
            lexer=statement_lexer(),
            history=history_for(environment, ledger),
            auto_suggest=AutoSuggestFromHistory(),
            completer=self.completer,
            complete_while_typing=False,
            key_bindings=key_bindings(conversation.variables),
            style=style(),
            color_depth=color_depth(environment),
            output=terminal_output(environment),
        )

    def _message(self) -> AnyFormattedText:
        return [("class:prompt", prompt_text(self.ledger_name, self.conversation.transaction_mark()))]

    def welcome(self) -> None:
        """Who this is, which ledger it is, and how to get further."""
        ledger = self.conversation.session.describe()
        blocks = "an empty journal" if ledger.tip < 1 else f"tip {ledger.tip}"
        access = ", read only" if not ledger.writable else ""
        self.conversation.notice(
            f"ledgershell {VERSION}: ledger {self.ledger_name}, {blocks}{access}.\n"
            "A statement ends with ; or with Enter on an empty line.\n"
            r"\? lists the commands, \h explains statements, \q leaves."
        )

    def run(self) -> ExitCode:
        """Converse until somebody leaves."""
        unfinished = ""
        while True:
            self.completer.refresh()
            try:
                text = prompted(self.prompt_session, self.termination, default=unfinished)
                unfinished = ""
                unfinished = self.answer(text)
            except KeyboardInterrupt:
                unfinished = ""
            except (EOFError, Leave):
                if self._may_leave():
                    return ExitCode.OK

    def answer(self, text: str) -> str:
        """Carry out what was typed.  Raises :class:`Leave`.

        Returns what is to be typed on: a statement in front of a meta-command that did not run it.
        """
        scanner = Scanner(None)
        scanner.append(text if text.endswith("\n") else f"{text}\n")
        commands = False
        try:
            while (item := scanner.next(final=not commands)) is not None:
                if item.kind == "statement":
                    for part in scanner.parts(item, statements_of(item.text, self.conversation.variables.get)):
                        self.runner.carry_out(scanner, part)
                else:
                    commands = commands or item.kind == "command"
                    self.runner.carry_out(scanner, item)
        except Stopped:
            return ""
        finally:
            self.conversation.buffer = ""
        return scanner.rest()

    def _may_leave(self) -> bool:
        """With a transaction open, ask what becomes of it."""
        state = self.conversation.session.transaction()
        if state is None:
            return True
        changed = state.changed_documents
        self.conversation.tell(f"A transaction is open; it has changed {counted(changed)}.")
        answer = ask(LEAVING_QUESTION, terminal_output(self.conversation.environment), self.termination)
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


def prompted(
    session: PromptSession[str], termination: Termination, message: str | None = None, default: str = ""
) -> str:
    """What is typed.

    Raises :class:`Terminated` when a signal wants the program's end, but not in the midst of prompt_toolkit's work: its
    loop is told to leave, so that the terminal is put in order first.
    """
    app = session.app

    def leave(error: Terminated) -> None:
        if app.is_running and not app.is_done:
            app.exit(exception=error)

    def wake(error: Terminated) -> None:
        if app.loop is not None:
            app.loop.call_soon_threadsafe(leave, error)

    def leave_at_once() -> None:
        if termination.pending is not None:
            leave(termination.pending)

    termination.leave_prompt = wake
    try:
        return session.prompt(message, default=default, pre_run=leave_at_once)
    finally:
        termination.settle()


def ask(question: str, output: Output | None, termination: Termination) -> str:
    """The answer in lower case; Ctrl-D counts as itself, Ctrl-C as no answer."""
    session: PromptSession[str] = PromptSession(output=output)
    try:
        return prompted(session, termination, question).strip().lower()
    except EOFError:
        return "\x04"
    except KeyboardInterrupt:
        return ""


def converse(conversation: Conversation, runner: ScriptRunner, termination: Termination, *, read_rc: bool) -> ExitCode:
    """Run the start-up script and then the conversation."""
    if read_rc:
        run_start_up_script(conversation, runner)
    repl = Repl(conversation, runner, termination)
    repl.welcome()
    return repl.run()


def run_start_up_script(conversation: Conversation, runner: ScriptRunner) -> None:
    """``rc.pql`` in the settings folder, or the file that LEDGERSHELL_RC names, if it is there."""
    named = conversation.environment.variables.get("LEDGERSHELL_RC")
    path = Path(named) if named else Path(conversation.environment.config_home(), "rc.pql")
    if not path.is_file():
        return
    try:
        runner.run_file(UserPath(str(path), str(path)))
    except (Stopped, Leave):
        pass
    except LedgershellError as error:
        conversation.report_error(error)
