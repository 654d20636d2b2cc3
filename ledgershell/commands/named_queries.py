r"""``\n``, ``\ns`` and ``\nd``: statements that go by a name, kept in ``queries.json`` in the settings folder."""

from __future__ import annotations

import json
from pathlib import Path

from ledgershell.commands.arguments import Arguments
from ledgershell.commands.conversation import Conversation
from ledgershell.commands.ion_arguments import read_values
from ledgershell.commands.usage import exactly_one, wrong
from ledgershell.errors import FileError, UsageError
from ledgershell.exchange.output_file import output_file
from ledgershell.partiql.spelling import candidates
from ledgershell.render.safe_text import visible


def _path(conversation: Conversation) -> Path:
    return Path(conversation.environment.config_home(), "queries.json")


def _read(conversation: Conversation) -> dict[str, str]:
    path = _path(conversation)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no JSON"
        raise FileError(
            "LS-FILE-001", f"{visible(str(path))}: {reason.lower()}", hint="mend it, or remove it"
        ) from None
    if not isinstance(kept, dict) or not all(isinstance(text, str) for text in kept.values()):
        raise FileError("LS-FILE-001", f"{visible(str(path))}: it is no list of queries", hint="mend it, or remove it")
    return kept


def _write(conversation: Conversation, queries: dict[str, str]) -> None:
    path = _path(conversation)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise FileError("LS-FILE-010", f"{visible(str(path.parent))}: {reason}") from None
    with output_file(path, replace=True) as stream:
        stream.write(json.dumps(dict(sorted(queries.items())), indent=2, ensure_ascii=False) + "\n")


def run(conversation: Conversation, arguments: Arguments) -> None:
    """Run a statement by its name, with values for its ``?``; without a name, list them."""
    queries = _read(conversation)
    name, _, rest = arguments.raw.partition(" ")
    if not name:
        conversation.output.show_rows(("name", "statement"), sorted(queries.items()))
        return
    if name not in queries:
        near = candidates(name, queries)
        hint = f"did you mean {' or '.join(near)}?" if near else r"\n lists them, \ns NAME keeps one"
        raise UsageError("LS-CLI-004", f"\\n: there is no query '{visible(name[:40])}'", hint=hint)
    values = read_values(rest, 0, conversation.variables.get).values
    conversation.run_statement(queries[name], values)


def keep(conversation: Conversation, arguments: Arguments) -> None:
    """Keep a statement under a name: the one that follows it, or the one typed so far, or the last one."""
    name, _, text = arguments.raw.partition(" ")
    text = text.strip().rstrip(";").strip() or conversation.buffer.strip() or conversation.last_statement
    if not name or not name.replace("-", "_").isidentifier():
        raise wrong("ns", "a name of letters, digits, _ and - is wanted")
    if not text:
        raise wrong("ns", "there is no statement to keep")
    queries = _read(conversation)
    queries[name] = text
    _write(conversation, queries)
    conversation.notice(f"kept as {name}")


def forget(conversation: Conversation, arguments: Arguments) -> None:
    """Forget a statement that goes by a name."""
    name = exactly_one("nd", arguments)
    queries = _read(conversation)
    if queries.pop(name, None) is None:
        raise UsageError("LS-CLI-004", f"\\nd: there is no query '{visible(name[:40])}'", hint=r"\n lists them")
    _write(conversation, queries)
    conversation.notice(f"forgot {name}")
