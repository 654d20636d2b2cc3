"""The subcommands that create, show, change and delete ledgers, with the names of Amazon's command line."""

from __future__ import annotations

import json

from ledgershell.commands.options import SUBCOMMAND_NAMES
from ledgershell.commands.subcommands import Call
from ledgershell.environment import Environment, demo
from ledgershell.errors import ExitCode, UsageError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.control import LocalControl
from ledgershell.ledger.protocols import Control, LedgerDescription
from ledgershell.render.ion_form import ion_pretty, json_form
from ledgershell.render.safe_text import escaped_json, visible_lines


def _control(environment: Environment) -> Control:
    return LocalControl(environment, reserved=SUBCOMMAND_NAMES)


def _name(call: Call) -> str:
    """The ledger's name: the argument or ``--name``, one of them."""
    given = [*call.arguments, *([call.options["name"]] if call.options.get("name") is not None else [])]
    if len(given) != 1:
        problem = "the ledger's name is missing" if not given else "one ledger at a time"
        raise UsageError(
            "LS-CLI-002", f"{call.subcommand.name}: {problem}", hint=f"ledgershell {call.subcommand.name} NAME"
        )
    return str(given[0])


def described(ledger: LedgerDescription) -> Struct:
    """A ledger in the words of QLDB's control plane, with ours behind."""
    return Struct(
        (
            ("Name", ledger.name),
            ("State", ledger.state),
            ("CreationDateTime", Timestamp.from_milliseconds(ledger.created)),
            ("PermissionsMode", ledger.permissions_mode),
            ("DeletionProtection", ledger.deletion_protection),
            ("LedgerId", ledger.ledger_id),
            ("StrandId", ledger.strand_id),
            ("TipSequenceNo", ledger.tip),
            ("Location", ledger.location),
            *([("ErasurePending", list(ledger.erasure_pending))] if ledger.erasure_pending else []),
        )
    )


def answer(environment: Environment, call: Call, value: Value) -> ExitCode:
    """Print one document, JSON unless Ion is asked for."""
    if call.options.get("format") == "ion":
        text = visible_lines(ion_pretty(value))
    else:
        pretty = json.dumps(json.loads(json_form(value)), indent=2, ensure_ascii=False)
        text = "\n".join(escaped_json(line) for line in pretty.split("\n"))
    environment.stdout.write(text + "\n")
    environment.stdout.flush()
    return ExitCode.OK


def create(environment: Environment, call: Call) -> ExitCode:
    """``create-ledger``."""
    control = _control(environment)
    protection = call.options["deletion_protection"]
    created = control.create(
        _name(call),
        permissions_mode=call.options["permissions_mode"] or "STANDARD",
        deletion_protection=True if protection is None else protection,
    )
    return answer(environment, call, described(created))


def describe(environment: Environment, call: Call) -> ExitCode:
    """``describe-ledger``."""
    control = _control(environment)
    return answer(environment, call, described(control.describe(_name(call))))


def list_all(environment: Environment, call: Call) -> ExitCode:
    """``list-ledgers``."""
    control = _control(environment)
    return answer(environment, call, Struct((("Ledgers", [described(each) for each in control.list()]),)))


def update(environment: Environment, call: Call) -> ExitCode:
    """``update-ledger``."""
    seed = call.options.get("demo")
    control = _control(environment if seed is None else demo(seed, base=environment))
    name = _name(call)
    protection = call.options["deletion_protection"]
    writable = bool(call.options["writable"])
    if protection is None and not writable:
        raise UsageError(
            "LS-CLI-002",
            "update-ledger: nothing to change",
            hint="--deletion-protection, --no-deletion-protection or --writable",
        )
    changed = control.update(name, deletion_protection=protection, writable=writable)
    return answer(environment, call, described(changed))


def delete(environment: Environment, call: Call) -> ExitCode:
    """``delete-ledger``."""
    control = _control(environment)
    name = _name(call)
    control.delete(name)
    return answer(environment, call, Struct((("Name", name), ("State", "DELETED"))))
