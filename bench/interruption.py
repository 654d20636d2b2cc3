"""How long statements go on after Ctrl-C: each is stopped at several moments, and the longest delay is told.

    python -m bench.interruption [ROWS]

The delay is counted from the moment for which the signal was ordered: while C code sorts, no Python runs, and a
handler that comes late would hide just what is looked for.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ledgershell
from ledgershell.api import Ledger
from ledgershell.errors import Interrupted, LedgershellError
from ledgershell.ion.text_reader import read_text
from ledgershell.ion.values import Bag, Struct, Value
from ledgershell.partiql.graph import read_graph

BOUND = 0.5
"""Seconds."""
MOMENTS = (0.05, 0.4, 1.1, 2.3, 4.1, 6.6)
"""Seconds after the start at which a statement is stopped."""

QUERIES: tuple[tuple[str, str], ...] = (
    ("scan", "SELECT t.id FROM t WHERE t.text = 'none of them'"),
    ("scan with a prefilter", "SELECT t.id FROM t WHERE t.city = 'none of them'"),
    ("ORDER BY number", "SELECT t.id FROM t ORDER BY t.shuffled"),
    ("ORDER BY text DESC, number", "SELECT t.id FROM t ORDER BY t.text DESC, t.id"),
    ("ORDER BY constant", "SELECT t.id FROM t ORDER BY t.same"),
    ("hash join id = id", "SELECT a.id FROM t AS a, t AS b WHERE a.id = b.id"),
    ("hash join on one value", "SELECT a.id FROM t AS a, t AS b WHERE a.same = b.same"),
    ("hash join, no partner", "SELECT a.id FROM t AS a, t AS b WHERE a.id = b.text"),
    ("LEFT JOIN", "SELECT a.id FROM t AS a LEFT JOIN t AS b ON a.id = b.id"),
    ("FULL JOIN", "SELECT a.id FROM t AS a FULL JOIN t AS b ON a.id = b.id"),
    ("cross join", "SELECT COUNT(*) FROM t AS a, t AS b"),
    ("COLL_SUM", "COLL_SUM((SELECT VALUE t.id FROM t))"),
    ("COLL_SUM of a parameter", "COLL_SUM(?)"),
    ("COLL_COUNT(DISTINCT) of a parameter", "COLL_COUNT(DISTINCT ?)"),
    ("COLL_MAX of a parameter", "COLL_MAX(?)"),
    ("GROUP BY", "SELECT k, COUNT(*) AS n FROM t GROUP BY t.shuffled AS k"),
    ("GROUP AS", "SELECT k, SIZE(g) AS n FROM t GROUP BY t.same AS k GROUP AS g"),
    ("DISTINCT", "SELECT DISTINCT t.shuffled FROM t"),
    ("window, one partition", "SELECT t.id, ROW_NUMBER() OVER (ORDER BY t.shuffled) AS n FROM t"),
    ("window, running SUM", "SELECT t.id, SUM(t.id) OVER (PARTITION BY t.same ORDER BY t.text) AS n FROM t"),
    ("window, many partitions", "SELECT t.id, RANK() OVER (PARTITION BY t.shuffled ORDER BY t.id) AS n FROM t"),
    ("window, LAG", "SELECT t.id, LAG(t.id) OVER (ORDER BY t.id DESC) AS n FROM t"),
    ("WITH RECURSIVE", "WITH RECURSIVE r(n) AS (SELECT 1 AS n UNION ALL SELECT r.n + 1 AS n FROM r) SELECT n FROM r"),
    ("WITH", "WITH w AS (SELECT t.id FROM t) SELECT COUNT(*) FROM w AS a, w AS b"),
    ("LIKE over rows", "SELECT t.id FROM t WHERE t.text LIKE '%a%b%c%d%'"),
    ("LIKE over one long text", "'" + "ab" * 300_000 + "' LIKE '%" + "ab%" * 300 + "c'"),
    ("generate_series", "SELECT COUNT(*) FROM generate_series(1, 1000000) AS n, generate_series(1, 1000) AS m"),
    ("generate_series as a value", "SIZE(generate_series(1, 1000000))"),
    ("PIVOT", "PIVOT t.id AT t.text FROM t"),
    ("UNPIVOT of a parameter", "SELECT COUNT(*) FROM UNPIVOT ? AS v"),
    ("UNION", "SELECT t.id FROM t UNION SELECT t.shuffled AS id FROM t"),
    ("INTERSECT", "SELECT t.id FROM t INTERSECT SELECT t.shuffled AS id FROM t"),
    ("EXCEPT", "SELECT t.id FROM t EXCEPT SELECT t.shuffled AS id FROM t"),
    ("OUTER EXCEPT ALL of values", "(SELECT VALUE t.id FROM t) OUTER EXCEPT ALL (SELECT VALUE t.id FROM t)"),
    ("equality of two big bags", "(SELECT VALUE t.shuffled FROM t) = (SELECT VALUE t.id FROM t)"),
    ("ORDER BY of big bags", "SELECT VALUE x FROM << ?, ? >> AS x ORDER BY x"),
    ("IN of a big list", "SELECT t.id FROM t WHERE t.id IN (SELECT VALUE u.text FROM t AS u)"),
    ("IN of a parameter", "SELECT t.id FROM t WHERE t.id IN ?"),
    ("correlated subquery", "SELECT (SELECT COUNT(*) FROM t AS b WHERE b.id < a.id) AS n FROM t AS a"),
    ("STRING_AGG", "SELECT STRING_AGG(t.text, ',') FROM t"),
    ("REPLACE in a long text", "REPLACE('" + "a" * 300_000 + "', 'a', 'bb')"),
    ("history", "SELECT COUNT(*) FROM history(t) AS h WHERE h.data.text = 'none'"),
    ("history, sorted", "SELECT h.hash FROM history(t) AS h ORDER BY h.hash"),
    ("committed view", "SELECT COUNT(*) FROM _ql_committed_t AS c WHERE c.data.text = 'none'"),
    ("changes", "SELECT COUNT(*) FROM changes(t) AS c"),
    ("INSERT SELECT", "INSERT INTO u SELECT t.id, t.text FROM t"),
    ("UPDATE", "UPDATE t SET more = t.id"),
    ("DELETE", "DELETE FROM t"),
    ("CREATE INDEX", "CREATE INDEX ON t (text)"),
    ("MATCH", "(? MATCH TRAIL (x) ->+ (y))"),
    ("MATCH, shortest", "(? MATCH ALL SHORTEST (x) ->* (y WHERE y.z = 1))"),
)


def graph(nodes: int) -> Value:
    """A complete graph, in which trails hardly end."""
    names = [f"n{number}" for number in range(nodes)]
    edges = ", ".join(f"{{id: e{one}{other}, ends: ({one} -> {other})}}" for one in names for other in names)
    listed = ", ".join(f"{{id: {name}}}" for name in names)
    return read_graph(read_text(f"{{nodes: [{listed}], edges: [{edges}]}}"))


def parameters(query: str, rows: int) -> Sequence[Value]:
    """What stands for each ``?``."""
    if "MATCH" in query:
        return [graph(30)]
    if "UNPIVOT" in query:
        return [Struct([(f"f{number}", number) for number in range(rows)])]
    if "<<" in query:
        return [Bag(range(rows)), Bag(reversed(range(rows)))]
    numbers: list[Value] = [number * 3 for number in range(rows)]
    return [numbers] * query.count("?")


def fill(ledger: Ledger, rows: int) -> None:
    """Two tables, the first with rows."""
    ledger.execute("CREATE TABLE t")
    ledger.execute("CREATE TABLE u")
    step = 10_000
    for start in range(0, rows, step):
        documents: list[Value] = [
            Struct(
                [
                    ("id", number),
                    ("shuffled", number * 7_919 % 1_000_003),
                    ("text", f"text {number * 7_919 % 1_000_003}"),
                    ("city", "Seattle"),
                    ("same", 1),
                ]
            )
            for number in range(start, min(start + step, rows))
        ]
        ledger.session.execute("INSERT INTO t ?", (documents,))


def delay(run: Callable[[], object], cancel: Callable[[], None], moment: float) -> float | None:
    """Seconds that ``run`` goes on after ``moment``; ``None`` when it ended by itself before."""
    pressed: list[float] = []

    def press(_number: int, _frame: object) -> None:
        pressed.append(time.perf_counter())
        cancel()

    signal.signal(signal.SIGALRM, press)
    due = time.perf_counter() + moment
    signal.setitimer(signal.ITIMER_REAL, moment)
    try:
        run()
    except Interrupted:
        return time.perf_counter() - due
    except LedgershellError as error:
        print(f"  {error.code} {error.message}", file=sys.stderr)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - due if time.perf_counter() > due else None


def main() -> None:
    """Measure and report."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    wanted = sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder, ledgershell.open(str(Path(folder) / "bench.ledger")) as ledger:
        fill(ledger, rows)
        late = 0
        for name, query in QUERIES:
            if wanted and not any(word in name for word in wanted):
                continue
            given: Sequence[Value] = parameters(query, rows) if "?" in query else ()

            def run(query: str = query, given: Sequence[Value] = given) -> None:
                for _ in ledger.session.execute(query, given):
                    pass

            delays = []
            for moment in MOMENTS:
                seconds = delay(run, ledger.session.cancel, moment)
                if seconds is None:
                    break
                delays.append(seconds)
            worst = max(delays, default=0.0)
            late += worst > BOUND
            print(f"{name:38} {worst * 1000:8.0f} ms  {'' if worst <= BOUND else 'LATE'}  ({len(delays)} moments)")
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main()
