r"""The prompt with all that belongs to it: colours, continuation prompts, the toolbar, keys, history and completion.

What a prompt tells of (:class:`~ledgershell.shell.prompts.Facts`) is looked up once before it appears, not at every
key.  Settings are read then too, so ``\set EDIT_MODE vi`` counts from the next prompt on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import lru_cache

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import create_app_session, get_app
from prompt_toolkit.cursor_shapes import ModalCursorShapeConfig
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.formatted_text import ANSI, AnyFormattedText
from prompt_toolkit.key_binding.vi_state import InputMode
from prompt_toolkit.layout.processors import ConditionalProcessor
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.plain_text import PlainTextOutput

from ledgershell.commands.conversation import Conversation, not_safe
from ledgershell.environment import Environment
from ledgershell.errors import LedgershellError, Terminated
from ledgershell.ledger.protocols import LedgerDescription
from ledgershell.partiql.splitter import open_at_line_starts
from ledgershell.render.safe_text import visible
from ledgershell.shell.completeness import is_complete
from ledgershell.shell.completion.completer import StatementCompleter
from ledgershell.shell.highlighting import TERMINAL, MatchingBrackets, StatementLexer, style
from ledgershell.shell.history import StatementSuggestion, history_for
from ledgershell.shell.interruption import Termination
from ledgershell.shell.keys import EditorWanted, key_bindings
from ledgershell.shell.pieces import Pieces
from ledgershell.shell.prompts import Continuations, Facts, prompt_text
from ledgershell.shell.toolbar import NOTHING_TYPED, how_to_run, toolbar, transaction_piece
from ledgershell.static_typing import Final

VI_MODES: Final = {
    InputMode.INSERT: "insert",
    InputMode.INSERT_MULTIPLE: "insert",
    InputMode.NAVIGATION: "normal",
    InputMode.REPLACE: "replace",
    InputMode.REPLACE_SINGLE: "replace",
}


@contextmanager
def drawing(environment: Environment) -> Iterator[Output | None]:
    """Where a prompt that is made now is drawn: standard output, or standard error when results go down a pipe.

    ``None`` is prompt_toolkit's own choice.  A dumb terminal gets text and nothing else.
    """
    stream = environment.stdout if environment.is_terminal(environment.stdout) else environment.stderr
    if environment.variables.get("TERM") == "dumb":
        with create_app_session(output=PlainTextOutput(stream)):
            yield None
    else:
        yield None if stream is environment.stdout else create_output(stdout=stream)


def color_depth(environment: Environment, *, plain: bool) -> ColorDepth | None:
    """No colour where none is wanted; otherwise what the terminal can do."""
    variables = environment.variables
    none = plain or variables.get("NO_COLOR") or variables.get("TERM") == "dumb"
    return ColorDepth.DEPTH_1_BIT if none else None


class Prompt:
    """Reads what somebody types.  ``ledger_name`` is fit for a screen."""

    def __init__(self, conversation: Conversation, termination: Termination) -> None:
        self.conversation = conversation
        self.termination = termination
        self.environment = environment = conversation.environment
        ledger = conversation.session.describe()
        self.ledger_name = visible(ledger.name) or "ledger"
        self._ledger_id = ledger.ledger_id
        self._facts = Facts(self.ledger_name)
        self._continuations = Continuations()
        self._pieces = Pieces()
        self._suggestion = StatementSuggestion()
        depth = color_depth(environment, plain=conversation.output.wishes.plain)
        self._dressed = (TERMINAL, depth is None)
        self._how_to_run = lru_cache(maxsize=4)(self._work_out_how_to_run)
        self.completer = StatementCompleter(conversation)
        with drawing(environment) as output:
            self.session: PromptSession[str] = PromptSession(
                message=self._message,
                multiline=True,
                prompt_continuation=self._continuation,
                lexer=StatementLexer(),
                input_processors=[ConditionalProcessor(MatchingBrackets(), ~is_done)],
                history=history_for(environment, ledger),
                auto_suggest=self._suggestion,
                completer=self.completer,
                complete_while_typing=Condition(self._offers_while_typing),
                key_bindings=key_bindings(conversation.variables),
                style=style(color=depth is None),
                include_default_pygments_style=False,  # its bold and italic would mix with those of SYNTAX_STYLE
                cursor=ModalCursorShapeConfig(),
                enable_suspend=True,
                color_depth=depth,
                output=output,
            )
        self.session.app.ttimeoutlen = (
            0.05  # an Escape of its own is one soon; the terminal sends a key's bytes at once
        )

    # what is read

    def read(self, default: str) -> str:
        """A text that is to be run.  Raises ``EOFError``, ``KeyboardInterrupt`` and :class:`Terminated`."""
        self._refresh()
        while True:
            try:
                text = prompted(self.session, self.termination, default=default, meanwhile=self._learn)
            except EditorWanted as wanted:
                default = self._edited(wanted.text)
                continue
            self.completer.learning.used(text)
            return text

    def _edited(self, text: str) -> str:
        """What comes back from an editor; the text as it was when that fails."""
        from ledgershell.commands.editor import edited

        try:
            if self.conversation.safe:
                raise not_safe("an editor")
            return edited(self.conversation, text)
        except LedgershellError as error:
            self.conversation.report_error(error)
            return text

    async def _learn(self) -> None:
        """While nobody types: sample tables, a bit at a time."""
        learning = self.completer.learning
        await asyncio.sleep(0)
        learning.remember(self.session.history.get_strings())
        for _ in learning.pending():
            await asyncio.sleep(0)
        if not self._facts.digest and self._facts.tip > 0:
            try:
                digest = self.conversation.session.digest(self._facts.tip).digest.hex()
            except LedgershellError:  # whoever verifies will be told
                return
            self._facts = self._facts._replace(digest=digest)
            self.session.app.invalidate()

    def ask(self, question: str) -> str:
        """The answer in lower case; Ctrl-D counts as itself, Ctrl-C as no answer."""
        with drawing(self.environment) as output:
            session: PromptSession[str] = PromptSession(output=output)
        try:
            return prompted(session, self.termination, question).strip().lower()
        except EOFError:
            return "\x04"
        except KeyboardInterrupt:
            return ""

    # what is shown

    def _refresh(self) -> None:
        """Look up what the prompt tells of."""
        conversation, session = self.conversation, self.session
        variables = conversation.variables
        try:
            ledger: LedgerDescription | None = conversation.session.describe()
        except LedgershellError:  # the next statement will say it
            ledger = None
        if ledger is not None and ledger.ledger_id != self._ledger_id:
            self._change_ledger(ledger)
        state = conversation.session.transaction()
        known, tip = self._facts, -1 if ledger is None else ledger.tip
        self._facts = Facts(
            ledger=self.ledger_name + conversation.moment_mark(),
            mark=conversation.transaction_mark(),
            transaction="" if state is None else state.transaction_id,
            tip=tip,
            digest=known.digest if tip == known.tip else "",
            single_line=variables.on("SINGLELINE"),
        )
        self._how_to_run.cache_clear()
        self.completer.learning.refresh(self._facts.tip)
        session.editing_mode = EditingMode.VI if variables.get("EDIT_MODE") == "vi" else EditingMode.EMACS
        session.app.timeoutlen = 0.3 if session.editing_mode is EditingMode.VI else 1.0
        plain = conversation.output.wishes.plain
        session.bottom_toolbar = self._toolbar if variables.on("TOOLBAR") and not plain else None
        session.auto_suggest = None if plain else self._suggestion
        self._dress(variables.get("SYNTAX_STYLE") or TERMINAL, plain=plain)
        session.refresh_interval = 1.0 if state is not None and not self.environment.deterministic else 0

    def _dress(self, wanted: str, *, plain: bool) -> None:
        """Colour statements in another style.  Where no colour is wanted there is one style: it gets on without."""
        depth = color_depth(self.environment, plain=plain)
        color = depth is None
        name = wanted if color else TERMINAL
        if (name, color) != self._dressed:
            self.session.style, self.session.lexer = style(name, color=color), StatementLexer(name)
            self.session.color_depth = depth
            self._dressed = (name, color)

    def _change_ledger(self, ledger: LedgerDescription) -> None:
        """Another ledger was opened in this one's place."""
        self.ledger_name = visible(ledger.name) or "ledger"
        self._ledger_id = ledger.ledger_id
        self._facts = Facts(self.ledger_name)
        self.session.history = self.session.default_buffer.history = history_for(self.environment, ledger)

    def _offers_while_typing(self) -> bool:
        """With ``--plain`` nothing appears that was not asked for: a screen reader would read it aloud."""
        return self.conversation.variables.get("COMPLETION") == "typing" and not self.conversation.output.wishes.plain

    def _message(self) -> AnyFormattedText:
        variables = self.conversation.variables
        return ANSI(prompt_text(variables.get("PROMPT1") or "", self._facts, variables.get))

    def _continuation(self, width: int, line: int, wraps: int) -> AnyFormattedText:
        """A wrapped line gets blanks."""
        if wraps:
            return " " * width
        variables = self.conversation.variables
        template = variables.get("PROMPT2") or ""
        text = self.session.default_buffer.text
        return ANSI(self._continuations.prompt(text, line, template, self._facts, width, variables.get))

    def _toolbar(self) -> AnyFormattedText:
        state = self.conversation.session.transaction()
        now = None if self.environment.deterministic else self.environment.clock.milliseconds()
        transaction = transaction_piece(state, self._facts.mark, now)
        keys = "emacs"
        if self.session.editing_mode is EditingMode.VI:
            keys = f"vi: {VI_MODES[get_app().vi_state.input_mode]}"
        typed = self.session.default_buffer.text
        running = self._how_to_run(typed) if typed.strip() else NOTHING_TYPED
        width = get_app().output.get_size().columns
        return [*toolbar(self._facts, transaction, running, f"F4 {keys}", width)]

    def _work_out_how_to_run(self, text: str) -> str:
        single_line, variable = self._facts.single_line, self.conversation.variables.get
        text = self._pieces.tail(text) or ";"
        complete = is_complete(text, single_line=single_line, lookup=variable)
        reason = open_at_line_starts(f"{text}\n")[-1]
        return how_to_run(reason, complete=complete, single_line=single_line)


def prompted(
    session: PromptSession[str],
    termination: Termination,
    message: str | None = None,
    default: str = "",
    meanwhile: Callable[[], Coroutine[None, None, None]] | None = None,
) -> str:
    """What is typed; ``meanwhile`` runs on the prompt's own loop, until the prompt is over.

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

    def begin() -> None:
        if termination.pending is not None:
            leave(termination.pending)
        elif meanwhile is not None:
            app.create_background_task(meanwhile())

    termination.leave_prompt = wake
    try:
        return session.prompt(message, default=default, pre_run=begin)
    finally:
        termination.settle()
