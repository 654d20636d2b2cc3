"""``ledgershell completion bash|zsh|fish``: what a command shell needs to complete our options and subcommands.

::

    source <(ledgershell completion bash)                                        # in ~/.bashrc
    ledgershell completion zsh > ~/.zfunc/_ledgershell                           # with ~/.zfunc in fpath
    ledgershell completion fish > ~/.config/fish/completions/ledgershell.fish

The scripts are made from the same tables as ``--help`` and run nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from ledgershell.commands.options import OPTIONS, Option
from ledgershell.commands.subcommands import SUBCOMMANDS, Call
from ledgershell.environment import Environment
from ledgershell.errors import ExitCode, UsageError
from ledgershell.static_typing import Final

FILES: Final = ("FILE",)
"""Metavars whose values are files."""
TAKES_NOTHING: Final = ("flag", "switch", "optional")


def print_script(environment: Environment, call: Call) -> ExitCode:
    """``completion``."""
    wanted = call.arguments[0] if len(call.arguments) == 1 else ""
    make = SCRIPTS.get(wanted)
    if make is None:
        raise UsageError("LS-CLI-002", "completion: name one shell", hint=f"one of {', '.join(SCRIPTS)}")
    environment.stdout.write("".join(f"{line}\n" for line in make()))
    return ExitCode.OK


def _flags(options: tuple[Option, ...]) -> str:
    return " ".join(flag for option in options for flag in option.flags)


def _subcommands() -> str:
    return " ".join(each.name for each in SUBCOMMANDS)


def _cases(options: tuple[Option, ...]) -> Iterator[str]:
    """For bash: what follows an option that takes a value."""
    for option in options:
        if option.kind in TAKES_NOTHING:
            continue
        if option.choices:
            answer = f'COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$current"))'
        elif option.metavar in FILES:
            answer = 'COMPREPLY=($(compgen -f -- "$current"))'
        else:
            answer = "COMPREPLY=()"
        yield f"        {'|'.join(option.flags)}) {answer}; return ;;"


def _bash() -> Iterator[str]:
    yield "# bash completion for ledgershell"
    yield "_ledgershell() {"
    yield '    local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" options'
    yield "    COMPREPLY=()"
    yield '    case "${COMP_WORDS[1]}" in'
    for each in SUBCOMMANDS:
        yield f'        {each.name}) options="{_flags(each.options)} --help" ;;'
    yield f'        *) options="{_flags(OPTIONS)} --help" ;;'
    yield "    esac"
    yield '    case "$previous" in'
    seen: dict[str, None] = {}
    for options in (OPTIONS, *(each.options for each in SUBCOMMANDS)):
        seen.update(dict.fromkeys(_cases(options)))
    yield from seen
    yield "    esac"
    yield '    if [[ "$current" == -* ]]; then'
    yield '        COMPREPLY=($(compgen -W "$options" -- "$current"))'
    yield "    elif (( COMP_CWORD == 1 )); then"
    yield f'        COMPREPLY=($(compgen -W "{_subcommands()}" -- "$current") $(compgen -f -- "$current"))'
    yield "    else"
    yield '        COMPREPLY=($(compgen -f -- "$current"))'
    yield "    fi"
    yield "}"
    yield "complete -o filenames -F _ledgershell ledgershell"


def _quoted(text: str) -> str:
    """A text between single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


def _zsh_text(text: str) -> str:
    """A description inside of a specification of ``_arguments``."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def _zsh_specifications(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        value = ""
        if option.kind not in TAKES_NOTHING:
            action = f"({' '.join(option.choices)})" if option.choices else "_files" if option.metavar in FILES else ""
            value = f":{_zsh_text(option.metavar or option.name)}:{action}"
        star = "*" if option.kind in ("repeated", "item") else ""
        for flag in option.flags:
            equals = "=" if value and flag.startswith("--") else ""
            yield _quoted(f"{star}{flag}{equals}[{_zsh_text(option.help)}]{value}")


def _zsh() -> Iterator[str]:
    yield "#compdef ledgershell"
    yield "local -a subcommands"
    yield "subcommands=("
    for each in SUBCOMMANDS:
        sentence = each.help.partition(".  ")[0].rstrip(".")
        yield f"    {_quoted(f'{each.name}:{_zsh_text(sentence)}')}"
    yield ")"
    yield 'if (( CURRENT == 2 )) && [[ "$words[2]" != -* ]]; then'
    yield "    _describe subcommand subcommands"
    yield "    _files"
    yield "    return"
    yield "fi"
    yield 'case "$words[2]" in'
    for each in SUBCOMMANDS:
        yield f"    {each.name})"
        yield "        _arguments \\"
        for specification in _zsh_specifications(each.options):
            yield f"            {specification} \\"
        yield "            '*:file:_files' ;;"
    yield "    *)"
    yield "        _arguments \\"
    for specification in _zsh_specifications(OPTIONS):
        yield f"            {specification} \\"
    yield "            '*:ledger:_files' ;;"
    yield "esac"


def _fish_option(option: Option, condition: str) -> Iterator[str]:
    short = [f"-s {_fish_text(flag[1:])}" for flag in option.flags if len(flag) == 2]
    long = [f"-l {flag[2:]}" for flag in option.flags if flag.startswith("--")]
    value = "" if option.kind in TAKES_NOTHING else " -r" if option.metavar in FILES else " -x"
    choices = f" -a {_fish_text(' '.join(option.choices))}" if option.choices else ""
    flags = " ".join([*short, *long])
    yield f"complete -c ledgershell -n {condition} {flags}{value}{choices} -d {_fish_text(option.help)}"


def _fish_text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish() -> Iterator[str]:
    yield "# fish completion for ledgershell"
    names = _subcommands()
    plain = f"'not __fish_seen_subcommand_from {names}'"
    for each in SUBCOMMANDS:
        sentence = each.help.partition(".  ")[0].rstrip(".")
        yield f"complete -c ledgershell -n __fish_use_subcommand -a {each.name} -d {_fish_text(sentence)}"
    for option in OPTIONS:
        yield from _fish_option(option, plain)
    for each in SUBCOMMANDS:
        for option in each.options:
            yield from _fish_option(option, f"'__fish_seen_subcommand_from {each.name}'")


SCRIPTS: Final = MappingProxyType({"bash": _bash, "zsh": _zsh, "fish": _fish})
