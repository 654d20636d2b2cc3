"""A conversation with a ledger: statements in, results out, at most one open transaction.

Without an open transaction each statement is one of its own.  A change is committed before its result is returned; a
query keeps its snapshot until its last row has been read or its result is closed.

In an open transaction a statement that fails leaves no trace, and the transaction goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledgershell.errors import ConflictError, Interrupted, LedgerError, LedgershellError, TransactionError
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.catalogue import Catalogue
from ledgershell.ledger.limits import OURS
from ledgershell.ledger.parameters import check_count, check_limits, check_texts
from ledgershell.ledger.preparation import Compiled, Parsed
from ledgershell.ledger.protocols import (
    CommittedBlock,
    LedgerDescription,
    Result,
    Statistics,
    TableDescription,
    TransactionState,
)
from ledgershell.ledger.proving import Proving
from ledgershell.ledger.results import ReadyResult, StreamedResult
from ledgershell.ledger.transaction import Transaction
from ledgershell.partiql.dialect import SHELL, Dialect
from ledgershell.partiql.engine import QueryPlan
from ledgershell.partiql.runtime import Runtime
from ledgershell.static_typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from ledgershell.ledger.ledger import Ledger
    from ledgershell.partiql import ast


AUTOMATIC_ATTEMPTS: Final = 5
"""How often a statement that is a transaction of its own is tried while others are in its way."""


_READING: Final = ("query", "explain")
"""Kinds of statements that put no parameter into a block, where it would be looked at anyway."""


_CHANGING: Final = ("insert", "update", "delete")


class _Run(NamedTuple):
    """One execution of one statement."""

    transaction: Transaction
    text: str
    parsed: Parsed
    parameters: Sequence[Value]
    runtime: Runtime
    began: float
    automatic: bool


class LedgerSession(Proving):
    """As :class:`ledgershell.ledger.protocols.Session`.  Not for use by two threads at once, but for ``cancel``."""

    def __init__(self, ledger: Ledger, dialect: Dialect = SHELL, *, owns_ledger: bool = False) -> None:
        self.ledger = ledger
        self._dialect = dialect
        self._owns_ledger = owns_ledger
        self._transaction: Transaction | None = None
        self._stop = False
        self._closed = False
        self._stopping = self._should_stop
        self._past: Catalogue | None = None
        self._preparation = ledger.preparation

    # --- What there is -------------------------------------------------------------------------------------------

    def describe(self) -> LedgerDescription:
        """As :meth:`ledgershell.ledger.protocols.Session.describe`."""
        self._require_usable()
        return self.ledger.describe()

    def tables(self, *, counted: bool = True) -> Sequence[TableDescription]:
        """As :meth:`ledgershell.ledger.protocols.Session.tables`: as the open transaction sees them."""
        from ledgershell.ledger.table_descriptions import describe_tables

        self._require_usable()
        if self._transaction is not None:
            return describe_tables(self._transaction.catalogue, self._transaction.snapshot, counted)
        snapshot = self.ledger.store.snapshot()
        try:
            catalogue = self._past or self.ledger.catalogue(snapshot, snapshot.head())
            return describe_tables(catalogue, snapshot, counted)
        except Exception as error:
            self.ledger.raise_damage_behind(error)
            raise
        finally:
            snapshot.close()

    def sample(self, table_id: str, count: int) -> Sequence[Struct]:
        """As :meth:`ledgershell.ledger.protocols.Session.sample`."""
        from ledgershell.ledger.sampling import sample

        self._require_usable()
        self._stop = False
        return sample(self.ledger, self._transaction, table_id, count)

    def transaction(self) -> TransactionState | None:
        """As :meth:`ledgershell.ledger.protocols.Session.transaction`."""
        open_transaction = self._transaction
        if open_transaction is None:
            return None
        allowed = self.ledger.limits.transaction_milliseconds
        return TransactionState(
            open_transaction.transaction_id,
            open_transaction.started,
            open_transaction.head.seq,
            open_transaction.changed_documents,
            open_transaction.statement_count,
            None if allowed is None else open_transaction.started + allowed,
        )

    # --- Statements ----------------------------------------------------------------------------------------------

    def execute(self, text: str, parameters: Sequence[Value] = ()) -> Result:
        """As :meth:`ledgershell.ledger.protocols.Session.execute`."""
        if self._closed:
            self._require_usable()
        if not isinstance(text, str):
            raise TypeError(f"a statement is a str, not {type(text).__name__}")
        self._stop = False
        ledger = self.ledger
        if ledger.heeded is not self._stopping:
            ledger.heed(self._stopping)
        if ledger.limits is not OURS:
            check_limits(ledger.limits, text, parameters)
        try:
            if self._transaction is None and text in self._preparation.points:
                found = self._point(text, parameters)
                if found is not None:
                    return found
            parsed = self._preparation.parse(text)
            if parameters and parsed.kind in _READING:
                check_texts(parameters)
            if parsed.kind == "query" and self._transaction is None:
                return self._query_alone(text, parsed, parameters)
            return self._execute(text, parsed, parameters)
        except Exception as error:
            self.ledger.raise_damage_behind(error)
            if isinstance(error, LedgershellError):
                error.at(None, text)
            raise

    def _execute(self, text: str, parsed: Parsed, parameters: Sequence[Value]) -> Result:
        """As :meth:`execute`, for all but queries on their own."""
        if self._past is not None and parsed.kind not in _READING:
            raise _past_error(parsed.kind)
        control = _CONTROL.get(parsed.tag)
        if (parameters or "?" in text) and parsed.kind in ("ddl", "redaction", "transaction"):
            check_count(text, parameters)
        if control is not None:
            return control(self, parsed.tag)
        if parsed.kind not in ("query", "explain") and not self.ledger.writable:
            raise read_only_error(imported=self.ledger.only_imported)
        if self._transaction is not None:
            self._check_age(self._transaction)
            return self._run(self._transaction, text, parsed, parameters, automatic=False)
        return self._run_alone(text, parsed, parameters)

    def _run_alone(self, text: str, parsed: Parsed, parameters: Sequence[Value]) -> Result:
        """Run a statement as a transaction of its own; when others were in the way, run it again behind them."""
        for attempt in range(AUTOMATIC_ATTEMPTS):
            memory = attempt == 0 and self._past is None and parsed.kind in _CHANGING
            transaction = Transaction(self.ledger, explicit=False, past=self._past, from_memory=memory)
            try:
                return self._run(transaction, text, parsed, parameters, automatic=True)
            except ConflictError:
                transaction.close()
                if attempt == AUTOMATIC_ATTEMPTS - 1:
                    raise
            except BaseException:
                transaction.close()
                raise
        raise AssertionError("unreachable")

    def _point(self, text: str, parameters: Sequence[Value]) -> Result | None:
        """Answer a point query in one step, if that can be."""
        point = self._preparation.points[text]
        if point.dialect is not self._dialect:
            return None
        for parameter in parameters:
            if type(parameter) is not str or not parameter.isascii():
                check_texts(parameters)
        return point.answer(self.ledger, parameters, self._stopping)

    def _query_alone(self, text: str, parsed: Parsed, parameters: Sequence[Value]) -> Result:
        """As :meth:`_run` for a query that is a transaction of its own: nothing of it is recorded or validated."""
        ledger = self.ledger
        clock = ledger.environment.clock
        transaction = Transaction(ledger, explicit=False, changes=False, past=self._past)
        try:
            if self._past is None and not ledger.environment.deterministic:
                self._preparation.learn_point(text, self._dialect)
            now = transaction.statement_time = clock.milliseconds()
            plan = self._preparation.compile(text, parsed.statement, lambda: transaction.catalogue, self._dialect).plan
            if not isinstance(plan, QueryPlan):
                raise AssertionError("a query has become a change")
            runtime = Runtime(
                parameters,
                transaction,
                now=now,
                transaction_id=transaction.transaction_id if parsed.names_transaction else None,
                cancelled=self._stopping,
                elapsed=clock.elapsed,
            )
            return StreamedResult(
                plan.rows(runtime),
                runtime,
                transaction,
                clock,
                transaction.close,
                text=text,
                ordered=plan.ordered,
                shape=plan.shape,
                columns=plan.columns,
            )
        except BaseException:
            transaction.close()
            raise

    def _run(
        self, transaction: Transaction, text: str, parsed: Parsed, parameters: Sequence[Value], *, automatic: bool
    ) -> Result:
        clock = self.ledger.environment.clock
        began = clock.elapsed()
        now = clock.milliseconds()
        runtime = Runtime(
            parameters,
            transaction,
            now=now,
            transaction_id=transaction.transaction_id if parsed.names_transaction else None,
            cancelled=self._should_stop,
            elapsed=clock.elapsed,
        )
        run = _Run(transaction, text, parsed, parameters, runtime, began, automatic)
        transaction.begin_statement(now)
        try:
            values: Sequence[Value]
            if transaction.redaction is not None and parsed.kind not in _READING:
                from ledgershell.ledger.redaction import not_alone

                raise not_alone(parsed.statement)
            if parsed.kind in ("ddl", "redaction"):
                from ledgershell.ledger.definitions import DEFINITIONS

                values = [DEFINITIONS[type(parsed.statement)](transaction, parsed.statement, parameters)]
                tag = parsed.tag
            elif parsed.kind == "explain":
                return self._explain(run, cast("ast.Explain", parsed.statement))
            else:
                compiled = self._compile(run)
                if isinstance(compiled.plan, QueryPlan):
                    return self._stream(run, compiled.plan)
                values = compiled.plan.run(runtime)
                tag = f"{parsed.tag} {len(values)}"
            transaction.end_statement(parsed.recorded, parameters)
        except BaseException:
            transaction.undo_statement()
            raise
        committed = self._end(transaction) if automatic else None
        cost = Statistics(runtime.rows_read, clock.elapsed() - began)
        return ReadyResult(
            parsed.kind,
            tag,
            values,
            cost,
            transaction_id=transaction.transaction_id,
            committed=committed,
            recorded_in=() if transaction.redaction is None else transaction.redaction.recorded_in,
        )

    def _compile(self, run: _Run) -> Compiled:
        transaction = run.transaction
        compiled = self._preparation.compile(
            run.text, run.parsed.statement, lambda: transaction.catalogue, self._dialect
        )
        for table_id in compiled.tables:
            transaction.reads.add_definition(table_id)
        return compiled

    def _explain(self, run: _Run, statement: ast.Explain) -> Result:
        """Tell the plan.  Nothing of it is recorded in a block."""
        from ledgershell.ledger.explanation import explain

        transaction = run.transaction
        plan = explain(transaction, statement, run.runtime, self._dialect, run.text)
        cost = Statistics(run.runtime.rows_read, self.ledger.environment.clock.elapsed() - run.began)
        if run.automatic:
            transaction.close()
        transaction_id = transaction.transaction_id
        return ReadyResult("explain", run.parsed.tag, [plan], cost, transaction_id=transaction_id, shape="value")

    def _stream(self, run: _Run, plan: QueryPlan) -> StreamedResult:
        transaction = run.transaction
        if plan.parameter_count != len(run.parameters):
            plan.frame(run.runtime)  # raises, and better now than at the first row
        values = plan.rows(run.runtime)
        if not run.automatic:
            transaction.end_query(run.parsed.recorded, run.parameters)
        finish = transaction.close if run.automatic else None
        return StreamedResult(
            values,
            run.runtime,
            transaction,
            self.ledger.environment.clock,
            finish,
            text=run.text,
            ordered=plan.ordered,
            shape=plan.shape,
            columns=plan.columns,
            kind=run.parsed.kind,
        )

    def _end(self, transaction: Transaction) -> CommittedBlock | None:
        from ledgershell.ledger.commit import commit

        try:
            committed = commit(transaction)
        finally:
            transaction.close()
        return committed if self.ledger.erasure is None else self.ledger.erase_after(committed)

    # --- Transactions --------------------------------------------------------------------------------------------

    def begin(self) -> str:
        """As :meth:`ledgershell.ledger.protocols.Session.begin`."""
        self._require_usable()
        if self._past is not None:
            raise _past_error("transaction")
        if self._transaction is not None:
            raise TransactionError(
                "LS-TX-005", "a transaction is open already", hint="commit it, or abort it, before the next one"
            )
        self._transaction = Transaction(self.ledger, explicit=True)
        return self._transaction.transaction_id

    def commit(self) -> CommittedBlock | None:
        """As :meth:`ledgershell.ledger.protocols.Session.commit`."""
        transaction = self._require_transaction("commit")
        self._stop = False
        from ledgershell.ledger.commit import commit

        try:
            self._check_age(transaction)
            block = commit(transaction)
        except Interrupted:
            raise
        except BaseException as error:
            self._forget()
            self.ledger.raise_damage_behind(error)
            raise
        self._forget()
        return block if self.ledger.erasure is None else self.ledger.erase_after(block)

    def abort(self) -> None:
        """As :meth:`ledgershell.ledger.protocols.Session.abort`."""
        self._require_transaction("abort")
        self._forget()

    def _forget(self) -> None:
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            transaction.close()

    def _require_transaction(self, action: str) -> Transaction:
        self._require_usable()
        if self._transaction is None:
            raise TransactionError("LS-TX-006", f"there is no open transaction to {action}", hint="BEGIN opens one")
        return self._transaction

    def _check_age(self, transaction: Transaction) -> None:
        if self.ledger.limits.transaction_milliseconds is None:
            return
        age = self.ledger.environment.clock.milliseconds() - transaction.started
        try:
            self.ledger.limits.check_age(transaction.transaction_id, age)
        except TransactionError:
            self._forget()
            raise

    # --- Time travel ---------------------------------------------------------------------------------------------

    def go_back(self, moment: Value | None) -> int | None:
        """As :meth:`ledgershell.ledger.protocols.Session.go_back`."""
        self._require_usable()
        if self._transaction is not None:
            raise TransactionError("LS-TX-005", "a transaction is open", hint="commit it, or abort it, before you go")
        if moment is None:
            self._past, self._preparation = None, self.ledger.preparation
            return None
        from ledgershell.ledger.past import go_back
        from ledgershell.ledger.preparation import Preparation

        self._past = go_back(self.ledger, moment)
        # Plans are bound to the block as of which they read.
        self._preparation = Preparation()
        return self._past.as_of

    @property
    def as_of(self) -> int | None:
        """As :attr:`ledgershell.ledger.protocols.Session.as_of`."""
        return None if self._past is None else self._past.as_of

    # --- The end -------------------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """As :meth:`ledgershell.ledger.protocols.Session.cancel`."""
        self._stop = True

    def _should_stop(self) -> bool:
        return self._stop

    def close(self) -> None:
        """As :meth:`ledgershell.ledger.protocols.Session.close`: an open transaction is given up."""
        if not self._closed:
            self._forget()
            self._closed = True
            if self._owns_ledger:
                self.ledger.close()

    def _require_usable(self) -> None:
        if self._closed:
            raise TransactionError("LS-TX-010", "the session is closed", hint="open another one")


def read_only_error(*, imported: bool = False) -> LedgerError:
    """The error for a change to a ledger that is open for reading."""
    if imported:
        return LedgerError(
            "LS-LEDGER-029",
            "the ledger was imported and is for reading only",
            hint="ledgershell update-ledger LEDGER --writable lets it go on from here",
        )
    return LedgerError("LS-LEDGER-018", "the ledger is open for reading only", hint="open it without --read-only")


def _past_error(kind: str) -> LedgerError:
    """The error for a statement that makes no sense in the past."""
    what = "a transaction would be one of the present" if kind == "transaction" else "the past cannot be changed"
    return LedgerError("LS-LEDGER-027", what, hint="\\asof now goes back to the present")


# --- Statements that are not compiled ------------------------------------------------------------------------------


def _begin(session: LedgerSession, tag: str) -> Result:
    transaction_id = session.begin()
    values = [Struct((("transactionId", transaction_id),))]
    return ReadyResult("transaction", tag, values, _NO_COST, transaction_id=transaction_id)


def _commit(session: LedgerSession, tag: str) -> Result:
    state = session.transaction()
    committed = session.commit()
    transaction_id = None if state is None else state.transaction_id
    return ReadyResult("transaction", tag, (), _NO_COST, transaction_id=transaction_id, committed=committed)


def _rollback(session: LedgerSession, tag: str) -> Result:
    state = session.transaction()
    session.abort()
    return ReadyResult("transaction", tag, (), _NO_COST, transaction_id=None if state is None else state.transaction_id)


_NO_COST = Statistics(0, 0.0)
_CONTROL: dict[str, Callable[[LedgerSession, str], Result]] = {
    "BEGIN": _begin,
    "COMMIT": _commit,
    "ROLLBACK": _rollback,
}
