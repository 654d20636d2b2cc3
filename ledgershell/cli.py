"""The program: reads the command line and hands over.

Nothing heavy is imported here.  A plain run never sees click; only a conversation on a terminal sees
prompt_toolkit.  Whatever goes wrong ends in one line with a code, and in an exit code of
:class:`~ledgershell.errors.ExitCode`.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from ledgershell.commands.options import Invocation
from ledgershell.commands.quick_reader import read_quickly
from ledgershell.environment import Environment, system
from ledgershell.errors import ExitCode, LedgershellError, Terminated, UsageError
from ledgershell.static_typing import Final

COLLECT_AFTER: Final = 20_000
"""New objects between two collections; Python's 700 would collect dozens of times while modules are loaded."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the process's own streams and return its exit code.

    Without ``arguments`` those of the process are meant, and the process ends here: everything is closed and flushed by
    then, and taking the interpreter apart, object by object, would cost a fifth of the time of a one-line run.
    """
    gc.set_threshold(COLLECT_AFTER)
    environment = system()
    _speak_utf8(environment)
    code = _guarded(sys.argv[1:] if arguments is None else arguments, environment)
    if arguments is None:
        import os

        os._exit(code)
    return code


def _guarded(arguments: Sequence[str], environment: Environment) -> int:
    """Run the program and flush; what happens to the streams themselves ends here."""
    try:
        code: int = program(arguments, environment)
        environment.stdout.flush()
        environment.stderr.flush()
    except Terminated as terminated:
        _give_up_streams(environment)
        return terminated.code
    except BrokenPipeError:
        _give_up_streams(environment)
        return ExitCode.BROKEN_PIPE
    except KeyboardInterrupt:
        _give_up_streams(environment)
        return ExitCode.INTERRUPTED
    except OSError as error:
        return _stream_failed(error, environment)
    return code


def program(arguments: Sequence[str], environment: Environment) -> ExitCode:
    """Run the program in an environment.

    ``BrokenPipeError``, ``KeyboardInterrupt``, ``Terminated`` and the ``OSError`` of writing a stream go through.
    """
    try:
        return _dispatch(arguments, environment)
    except LedgershellError as error:
        _print_error(error, arguments, environment)
        return error.exit_code
    except BrokenPipeError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and _is_of_a_stream(error):
            raise
        if environment.variables.get("LEDGERSHELL_DEBUG"):
            raise
        from ledgershell.commands.internal import internal_error

        _print_error(internal_error(error), arguments, environment)
        return ExitCode.STATEMENT_FAILED


def _dispatch(arguments: Sequence[str], environment: Environment) -> ExitCode:
    invocation = read_quickly(arguments)
    if invocation is None:
        from ledgershell.commands.click_reader import read

        asked = read(arguments)
        if isinstance(asked, str):
            environment.stdout.write(asked)
            return ExitCode.OK
        if not isinstance(asked, Invocation):
            from ledgershell.commands.internal import resolve

            run = resolve(asked.subcommand.run)
            from ledgershell.shell.interruption import Termination

            with Termination():  # so that what is half done is undone
                code: ExitCode = run(environment, asked)
            return code
        invocation = asked
    if invocation.version:
        from ledgershell.commands.conversation import VERSION

        environment.stdout.write(f"ledgershell {VERSION}\n")
        return ExitCode.OK
    if invocation.specification:
        from ledgershell.commands.specification import specification

        environment.stdout.write(specification())
        return ExitCode.OK
    from ledgershell.shell.run import run_invocation

    return run_invocation(invocation, environment)


def _print_error(error: LedgershellError, arguments: Sequence[str], environment: Environment) -> None:
    """Errors before there is a conversation: on standard error, as JSON if the command line says so anywhere."""
    from ledgershell.render.diagnostic import diagnostic_json, diagnostic_text

    as_json = "--errors=json" in arguments or " --errors json " in f" {' '.join(arguments)} "
    environment.stdout.flush()
    environment.stderr.write(diagnostic_json(error) if as_json else diagnostic_text(error))
    environment.stderr.flush()


def _speak_utf8(environment: Environment) -> None:
    """UTF-8 on all three streams whatever the locale says; what cannot be encoded is escaped, not fatal."""
    escaping = "backslashreplace"
    streams = ((environment.stdin, "strict"), (environment.stdout, escaping), (environment.stderr, escaping))
    for stream, errors in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors=errors)


def _give_up_streams(environment: Environment) -> None:
    """Nobody reads any more, or nobody should: keep Python from complaining when it flushes at exit."""
    import os

    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (environment.stdout, environment.stderr):
        try:
            os.dup2(null, stream.fileno())
        except (OSError, ValueError):
            pass


def _is_of_a_stream(error: OSError) -> bool:
    """Whether writing an open stream failed: what fails at a file by its name carries the name."""
    from errno import EBADF, EDQUOT, EFBIG, EIO, ENOSPC, ENXIO

    return error.filename is None and error.errno in (EBADF, EDQUOT, EFBIG, EIO, ENOSPC, ENXIO)


def _stream_failed(error: OSError, environment: Environment) -> int:
    """Standard output could not be written, e.g. because the disk is full."""
    from ledgershell.render.diagnostic import diagnostic_text

    failure = UsageError("LS-FILE-010", f"standard output: {(error.strerror or 'failed').lower()}")
    try:
        environment.stderr.write(diagnostic_text(failure))
        environment.stderr.flush()
    except OSError:
        pass
    _give_up_streams(environment)
    return ExitCode.STATEMENT_FAILED


if __name__ == "__main__":
    sys.exit(main())
