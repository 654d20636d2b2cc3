"""What completion learns from a ledger while nobody types, and that looking costs nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from ledgershell.ledger.sampling import LARGEST
from ledgershell.ledger.session import LedgerSession
from ledgershell.shell.completion.completer import StatementCompleter
from ledgershell.shell.completion.learning import SAMPLED
from tests.commands.talk import Talk


class Learner:
    """A conversation with its completer."""

    def __init__(self, folder: Path) -> None:
        self.talk = Talk(folder)
        self.completer = StatementCompleter(self.talk.conversation)

    def looks(self) -> int:
        """As between two prompts; returns the number of steps."""
        learning = self.completer.learning
        learning.refresh(self.talk.conversation.session.describe().tip)
        return sum(1 for _ in learning.pending())

    def offers(self, typed: str, *, while_typing: bool = False) -> list[str]:
        event = CompleteEvent(text_inserted=while_typing, completion_requested=not while_typing)
        return [each.text for each in self.completer.get_completions(Document(typed), event)]


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    made = Learner(tmp_path)
    yield made
    made.talk.close()


def test_fields_of_old_and_new_documents(learner: Learner) -> None:
    learner.talk("CREATE TABLE t; INSERT INTO t {'oldest': 1};")
    for number in range(3):
        documents = ", ".join(f"{{'middle{number}': {each}}}" for each in range(SAMPLED))
        learner.talk(f"INSERT INTO t << {documents} >>;")
    learner.talk("INSERT INTO t {'newest': {'inner': [{'deep': 1}]}};")
    learner.looks()
    assert set(learner.offers("SELECT * FROM t AS x WHERE x.")) >= {"oldest", "newest"}
    assert learner.offers("SELECT * FROM t AS x WHERE x.newest.inner[0].") == ["deep"]


def test_what_an_open_transaction_has_inserted_counts(learner: Learner) -> None:
    learner.talk("CREATE TABLE t; INSERT INTO t {'committed': 1};")
    learner.looks()
    learner.talk("BEGIN; INSERT INTO t {'mine': 1};")
    learner.looks()
    assert set(learner.offers("SELECT * FROM t AS x WHERE x.")) == {"committed", "mine"}
    learner.talk("CREATE TABLE u;")
    learner.looks()
    assert "u" in learner.offers("SELECT * FROM ")
    learner.talk("ABORT;")
    learner.looks()
    assert "u" not in learner.offers("SELECT * FROM ")


def test_looking_makes_no_transaction_conflict(learner: Learner) -> None:
    talk = learner.talk
    talk("CREATE TABLE seen; CREATE TABLE written; INSERT INTO seen {'a': 1};")
    other = LedgerSession(talk.session.ledger)
    talk("BEGIN; INSERT INTO written {'b': 1};")
    learner.looks()
    assert learner.offers("SELECT * FROM seen AS s WHERE s.") == ["a"]
    other.execute("UPDATE seen SET a = 2").all()
    talk("COMMIT;")
    assert "conflict" not in talk.said.lower()
    assert talk("SELECT VALUE COUNT(*) FROM written;") == "1\n"
    other.close()


def test_a_huge_document_is_passed_over(learner: Learner) -> None:
    learner.talk(f"CREATE TABLE t; INSERT INTO t {{'huge': '{'x' * LARGEST}'}}; INSERT INTO t {{'small': 1}};")
    learner.looks()
    assert learner.offers("SELECT * FROM t AS x WHERE x.") == ["small"]


def test_nothing_is_looked_at_twice_until_something_happens(learner: Learner) -> None:
    learner.talk("CREATE TABLE t; INSERT INTO t {'a': 1};")
    assert learner.looks() > 0
    assert learner.looks() == 0
    learner.talk("SELECT * FROM t;")
    assert learner.looks() == 0
    learner.talk("INSERT INTO t {'b': 1};")
    assert learner.looks() == 1


def test_a_turn_s_time_is_bounded_and_the_next_turn_goes_on(learner: Learner) -> None:
    """On a clock on which each look takes long, one table a turn is sampled, and never the same again."""
    for number in range(4):
        learner.talk(f"CREATE TABLE t{number}; INSERT INTO t{number} {{'field{number}': 1}};")
    now = iter(range(1_000))
    learner.talk.environment.clock.elapsed = lambda: next(now) * 0.03  # type: ignore[method-assign]
    turns = 0
    while any(learner.offers(f"SELECT * FROM t{number} AS x WHERE x.") == [] for number in range(4)):
        learner.looks()
        turns += 1
        assert turns < 20
    assert turns > 1


def test_dropped_tables_and_indexes(learner: Learner) -> None:
    learner.talk("CREATE TABLE t; CREATE INDEX ON t (a); CREATE TABLE gone; DROP TABLE gone;")
    learner.looks()
    (index,) = learner.offers("DROP INDEX ")
    (dropped,) = learner.offers("UNDROP TABLE ")
    assert "gone" not in learner.offers("SELECT * FROM ")
    assert learner.talk(f"UNDROP TABLE {dropped};") != ""
    assert learner.talk(f"DROP INDEX {index} ON t WITH (purge = true);") != ""


def test_names_that_are_typed_often_come_first(learner: Learner) -> None:
    learner.talk("CREATE TABLE a1; CREATE TABLE a2;")
    learner.looks()
    assert learner.offers("SELECT * FROM a")[0] == "a1"
    learner.completer.learning.used("SELECT * FROM a2 WHERE \"a2\".x = 'a1'")
    assert learner.offers("SELECT * FROM a")[0] == "a2"
    learner.completer.learning.remember(["SELECT * FROM a1"] * 5)
    learner.completer.learning.remember(["SELECT * FROM a2"] * 50)
    assert learner.offers("SELECT * FROM a")[0] == "a1", "the history is read once"


def test_the_menu_opens_only_where_something_is_typed_or_little_can_follow(learner: Learner) -> None:
    learner.talk("CREATE TABLE t; INSERT INTO t {'a': 1};")
    learner.looks()
    assert learner.offers("SELECT ", while_typing=True) == []
    assert learner.offers("SELECT ") != []
    assert "SELECT" in learner.offers("SEL", while_typing=True)
    assert learner.offers("SELECT * FROM t AS x WHERE x.", while_typing=True) == ["a"]
    assert "t" in learner.offers("SELECT * FROM ", while_typing=True)


def test_a_ledger_of_the_past_shows_its_tables(learner: Learner) -> None:
    learner.talk("CREATE TABLE early; CREATE TABLE late;")
    learner.looks()
    learner.talk("\\asof 1")
    learner.looks()
    offered = learner.offers("SELECT * FROM ")
    assert "early" in offered
    assert "late" not in offered
