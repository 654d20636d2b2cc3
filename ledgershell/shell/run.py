"""The main command: open the ledger, run what is asked for, and say how it went by the exit code."""

from __future__ import annotations

from ledgershell.commands.conversation import Conversation, exit_code_of, user_path
from ledgershell.commands.options import SHORT_FORMATS, SUBCOMMAND_NAMES, Invocation, assignment
from ledgershell.commands.output import Output
from ledgershell.commands.variables import COMMAND_LINE, SESSION
from ledgershell.environment import Environment, demo
from ledgershell.errors import ExitCode, LedgershellError, Terminated, UsageError
from ledgershell.ledger.control import LocalControl, Opened
from ledgershell.ledger.ledger import MEMORY
from ledgershell.ledger.limits import OURS, QLDB
from ledgershell.ledger.session import LedgerSession
from ledgershell.shell.interruption import CancelOnInterrupt, Termination
from ledgershell.shell.script import ScriptRunner, Stopped, find_script
from ledgershell.static_typing import Final


def run_invocation(invocation: Invocation, environment: Environment) -> ExitCode:
    """Run the main command.  Raises :class:`LedgershellError` when the ledger cannot be opened."""
    environment = _environment(invocation, environment)
    limits = QLDB if invocation.qldb_limits else OURS
    control = LocalControl(environment, limits=limits, reserved=SUBCOMMAND_NAMES)
    if invocation.list_ledgers:
        from ledgershell.commands.status import list_ledgers

        list_ledgers(control, Output(environment, format_name=_format_of(invocation)))
        return ExitCode.OK
    named_by = _name_ledger(invocation, environment)
    interactive = not invocation.items and environment.is_terminal(environment.stdin)
    _find_scripts(invocation)
    if _asks_for_nothing(invocation) and control.would_create(invocation.ledger):
        return ExitCode.OK
    with Termination() as termination:
        opened = _open(control, invocation)
        output = Output(environment, format_name=_format_of(invocation))
        conversation = Conversation(
            environment,
            LedgerSession(opened.ledger, owns_ledger=True),
            control,
            interactive=interactive,
            output=output,
            errors=invocation.errors,
            safe=invocation.safe,
            read_only=invocation.read_only,
        )
        try:
            conversation.cancelling = CancelOnInterrupt(
                lambda: conversation.session.cancel(),
                termination,
                insistent=not interactive,
                timeout=lambda: conversation.variables.seconds("TIMEOUT"),
            )
            conversation.origins["ledger"] = named_by
            try:
                return _converse(
                    invocation, conversation, termination, created=opened.ledger.location if opened.created else None
                )
            finally:
                output.close()
                output.stop_log()
        finally:
            conversation.session.close()


def _environment(invocation: Invocation, environment: Environment) -> Environment:
    """The world as the options want it: its clock, its identifiers, its colours."""
    if invocation.demo is not None:
        environment = demo(invocation.demo, base=environment)
    if invocation.frozen_clock is not None or invocation.color is not None:
        from ledgershell.shell.worlds import recolored, with_frozen_clock

        if invocation.frozen_clock is not None:
            environment = with_frozen_clock(environment, invocation.frozen_clock)
        if invocation.color is not None:
            environment = recolored(environment, invocation.color)
    return environment


SWITCHES: Final = (
    ("quiet", "QUIET", "on"),
    ("echo_errors", "ECHO", "errors"),
    ("echo_queries", "ECHO", "queries"),
    ("echo_all", "ECHO", "all"),
    ("echo_hidden", "ECHO_HIDDEN", "on"),
    ("single_step", "SINGLESTEP", "on"),
    ("single_line", "SINGLELINE", "on"),
)
"""Options that are nothing but variables."""
DISPLAY: Final = (("expanded", "expanded=on"), ("tuples_only", "tuples_only=on"), ("plain", "plain=on"))
r"""Options that are nothing but options of ``\pset``."""


def _apply_options(invocation: Invocation, conversation: Conversation) -> None:
    """Variables and display as the command line has them."""
    variables = conversation.variables
    variables.origin = COMMAND_LINE
    for text in invocation.variables:
        pair = assignment(text)
        if pair is not None:
            variables.set(*pair)
    for option, name, value in SWITCHES:
        if getattr(invocation, option):
            variables.set(name, value)
    if invocation.timeout is not None:
        variables.set("TIMEOUT", invocation.timeout)
    wishes = [wish for option, wish in DISPLAY if getattr(invocation, option)] + [*invocation.display]
    format_name = _format_of(invocation)
    if format_name is not None:
        conversation.output.format = format_name
        conversation.origins["format"] = COMMAND_LINE
    if wishes:
        from ledgershell.commands.formatting import set_display

        for wish in wishes:
            set_display(conversation, wish)
    variables.origin = SESSION


def _format_of(invocation: Invocation) -> str | None:
    """The format that is asked for: ``--format``, or else one of the options that stand for a format."""
    if invocation.format is not None:
        return invocation.format
    if invocation.no_align:
        return "unaligned"
    return next((name for name in SHORT_FORMATS if getattr(invocation, name)), None)


def _find_scripts(invocation: Invocation) -> None:
    """See that every ``-f`` is there before a ledger is made for it.  Raises :class:`FileError`."""
    for kind, path in invocation.items:
        if kind == "file" and path != "-":
            find_script(user_path(path))


def _asks_for_nothing(invocation: Invocation) -> bool:
    """Whether there is no statement to run, as in ``-c ''``, and no sample to be filled in."""
    if not invocation.items or invocation.sample is not None:
        return False
    return all(kind == "command" and not text.strip() for kind, text in invocation.items)


def _open(control: LocalControl, invocation: Invocation) -> Opened:
    """Open the ledger.  When there is none of that name, a subcommand may have been meant."""
    try:
        return control.open_or_create(invocation.ledger, read_only=invocation.read_only)
    except UsageError as error:
        if invocation.ledger is not None and error.code == "LS-LEDGER-011":
            from ledgershell.commands.subcommands import meant_subcommand

            if meant := meant_subcommand(invocation.ledger):
                error.hint = f"did you mean the subcommand {meant}? {error.hint or ''}".rstrip()
        raise


def _converse(
    invocation: Invocation, conversation: Conversation, termination: Termination, *, created: str | None
) -> ExitCode:
    """Apply the options, then run the scripts, or talk.  ``created``: where a ledger was made, if one was."""
    runner = ScriptRunner(conversation)
    _apply_options(invocation, conversation)
    if (conversation.interactive or invocation.rc) and not invocation.no_rc:
        _apply_settings(invocation, conversation, runner)
    if invocation.output is not None:
        if invocation.output.startswith("|"):
            conversation.output.open_program(invocation.output[1:])
        else:
            conversation.output.open(user_path(invocation.output))
    if invocation.log_file is not None:
        conversation.output.start_log(user_path(invocation.log_file))
    if created is not None:
        _welcome_new_ledger(invocation, conversation, created)
    if conversation.interactive:
        from ledgershell.shell.repl import converse

        return converse(conversation, runner, termination)
    return run_scripts(invocation, conversation, runner)


def _apply_settings(invocation: Invocation, conversation: Conversation, runner: ScriptRunner) -> None:
    """``config.toml`` and ``rc.pql``, and what the command line says once more, since it is the stronger."""
    from ledgershell.shell.configuration import apply_configuration, read_configuration, run_start_up_script

    apply_configuration(conversation, read_configuration(conversation.environment))
    _apply_options(invocation, conversation)
    run_start_up_script(conversation, runner)
    _apply_options(invocation, conversation)


def _name_ledger(invocation: Invocation, environment: Environment) -> str:
    """Fill in the ledger that is meant where none is named; returns who has named it."""
    if invocation.ledger is not None:
        return COMMAND_LINE
    invocation.ledger = environment.variables.get("LEDGERSHELL_LEDGER") or None
    if invocation.ledger is not None:
        return "LEDGERSHELL_LEDGER"
    if not invocation.no_rc and environment.config_file() is not None:
        from ledgershell.shell.configuration import CONFIG, read_configuration

        invocation.ledger = read_configuration(environment).ledger
        if invocation.ledger is not None:
            return CONFIG
    return "default"


def _welcome_new_ledger(invocation: Invocation, conversation: Conversation, location: str) -> None:
    """Say that a ledger was made, and fill it if sample data were asked for."""
    if location != MEMORY:
        from ledgershell.render.safe_text import visible

        conversation.notice(f"created ledger {visible(location)}")
    if invocation.sample is not None:
        from ledgershell.render.footer import counted
        from ledgershell.samples import sample_named

        tables, documents = sample_named(invocation.sample).load(conversation.session)
        filled = f"{counted(tables, 'table')}, {counted(documents)}"
        conversation.notice(f"filled it with the sample {invocation.sample}: {filled}")


def run_scripts(invocation: Invocation, conversation: Conversation, runner: ScriptRunner) -> ExitCode:
    """Run ``-c`` and ``-f`` in their order, or else standard input."""
    conversation.single_transaction = invocation.single_transaction
    try:
        if invocation.single_transaction:
            conversation.session.begin()
        _run_items(invocation, runner)
        if invocation.single_transaction:
            _end_single(conversation, runner)
    except Stopped as stopped:
        _give_up(conversation)
        return stopped.code
    except KeyboardInterrupt:
        _give_up(conversation)
        return ExitCode.INTERRUPTED
    except Terminated:
        _give_up(conversation)
        raise
    except LedgershellError as error:
        conversation.report_error(error)
        _give_up(conversation)
        return exit_code_of(error, ExitCode.STATEMENT_FAILED)
    _give_up(conversation)
    return runner.outcome if runner.failed or conversation.had_failures else ExitCode.OK


def _run_items(invocation: Invocation, runner: ScriptRunner) -> None:
    if not invocation.items:
        runner.run_input()
    for kind, text in invocation.items:
        if kind == "command":
            runner.run_text(text)
        elif text == "-":
            runner.run_input()
        else:
            runner.run_file(user_path(text))


def _end_single(conversation: Conversation, runner: ScriptRunner) -> None:
    """Commit the transaction of ``-1``, unless a statement in it failed."""
    conversation.single_transaction = False
    if runner.failed:
        conversation.session.abort()
        conversation.notice("-1: a statement failed, so nothing was committed")
    else:
        with conversation.cancelling:
            conversation.session.commit()


def _give_up(conversation: Conversation) -> None:
    """A transaction that is still open at the end is given up, and that is said."""
    state = conversation.session.transaction()
    if state is None:
        return
    conversation.session.abort()
    if conversation.single_transaction:
        conversation.notice("-1: nothing was committed")
    elif state.changed_documents:
        from ledgershell.render.footer import counted

        changed = counted(state.changed_documents, "changed document")
        conversation.tell(f"the open transaction was given up, with {changed}")
    else:
        conversation.notice("the open transaction was given up; it had changed nothing")
