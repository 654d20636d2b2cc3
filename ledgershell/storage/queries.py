"""The queries of a snapshot, put together from constants only.

``CROSS JOIN`` is SQLite's word for "in this order": a plan that is right for every size needs no statistics.  A
query of a range ends with two parameters, the key after which it begins and a limit.
"""

# ruff: noqa: S608

from __future__ import annotations

_DOCUMENT = """SELECT d.document, d.table_number, d.id, d.version, d.current, x.body
FROM document AS d CROSS JOIN data AS x ON x.ordinal = d.current"""

_REVISION_COLUMNS = """r.version, r.seq, r.ordinal - b.first_ordinal, r.superseded, r.hash,
  b.transaction_id, b.transaction_time, x.body, x.hash, r.metadata"""
_REVISION_JOINS = "CROSS JOIN block AS b ON b.seq = r.seq LEFT JOIN data AS x ON x.ordinal = r.ordinal"

_REVISION_OF_KNOWN = f"SELECT r.ordinal, r.table_number, ?, {_REVISION_COLUMNS} FROM revision AS r {_REVISION_JOINS}"
"""For a document whose id is at hand: the first parameter."""

_REVISION = f"""SELECT r.ordinal, r.table_number, coalesce(d.id, ''), {_REVISION_COLUMNS}
FROM revision AS r {_REVISION_JOINS}
LEFT JOIN document AS d ON d.table_number = r.table_number AND d.document = r.document"""

_BLOCK = "SELECT seq, transaction_id, transaction_time, time, hash, body FROM block"

_CATALOGUE_SEQ = "(SELECT coalesce(max(seq), -1) FROM block WHERE catalogue_changed = 1)"
_HEAD = f"SELECT b.seq, b.hash, b.time, {_CATALOGUE_SEQ}, (SELECT min(seq) FROM block)"
HEAD = f"{_HEAD} FROM block AS b ORDER BY b.seq DESC LIMIT 1"
HEAD_AND_LAST_ORDINAL = f"""{_HEAD}, (SELECT coalesce(max(ordinal), 0) FROM revision)
FROM block AS b ORDER BY b.seq DESC LIMIT 1"""

SCAN = f"{_DOCUMENT} WHERE d.table_number = ? AND x.body IS NOT NULL AND d.document > ? ORDER BY d.document LIMIT ?"
NEWEST = f"{_DOCUMENT} WHERE d.table_number = ? AND x.body IS NOT NULL ORDER BY d.document DESC LIMIT ?"
SCAN_CONTAINING = f"""{_DOCUMENT} WHERE d.table_number = ? AND instr(x.body, ?) > 0 AND d.document > ?
ORDER BY d.document LIMIT ?"""
BY_ID = f"{_DOCUMENT} WHERE d.id = ? AND d.table_number = ? AND x.body IS NOT NULL"
BY_KEY = """SELECT d.document, d.table_number, d.id, d.version, d.current, x.body
FROM index_entry AS e
CROSS JOIN document AS d ON d.table_number = ? AND d.document = e.document
CROSS JOIN data AS x ON x.ordinal = d.current
WHERE e.index_number = ? AND e.key = ? AND e.document > ? ORDER BY e.document LIMIT ?"""

COUNT = """SELECT (SELECT count(current) FROM document WHERE table_number = :table) - (
  SELECT count(*) FROM data AS x
  CROSS JOIN revision AS r ON r.ordinal = x.ordinal
  CROSS JOIN document AS d ON d.table_number = r.table_number AND d.document = r.document
  WHERE x.body IS NULL AND d.table_number = :table AND d.current = x.ordinal)"""

DOCUMENT_NUMBER = "SELECT document, table_number, current, version FROM document WHERE id = ?"
REVISION_AT = f"{_REVISION} WHERE r.ordinal = ?"
REVISIONS = f"{_REVISION} WHERE r.ordinal > ? ORDER BY r.ordinal LIMIT ?"
REVISIONS_OF_TABLE = f"{_REVISION} WHERE r.table_number = ? AND r.ordinal > ? ORDER BY r.ordinal LIMIT ?"
SHORT_HISTORY = f"""SELECT r.ordinal, r.table_number, k.id, {_REVISION_COLUMNS}
FROM document AS k
CROSS JOIN revision AS r ON r.ordinal = k.document OR (r.document = k.document AND r.ordinal <> r.document)
{_REVISION_JOINS} WHERE k.id = ? AND k.table_number = ? LIMIT ?"""
FIRST_REVISION = f"{_REVISION_OF_KNOWN} WHERE r.ordinal = ?"
LATER_REVISIONS = f"""{_REVISION_OF_KNOWN} WHERE r.document = ? AND r.ordinal <> r.document AND r.ordinal > ?
ORDER BY r.ordinal LIMIT ?"""
LATER_REVISION_OF_VERSION = f"{_REVISION_OF_KNOWN} WHERE r.document = ? AND r.ordinal <> r.document AND r.version = ?"
ORDINALS_OF_BLOCK = """SELECT b.first_ordinal, coalesce(following.first_ordinal, 9223372036854775807)
FROM block AS b LEFT JOIN block AS following ON following.seq = b.seq + 1 WHERE b.seq = ?"""
REVISIONS_OF_BLOCK = f"{_REVISION} WHERE r.ordinal >= ? AND r.ordinal < ? AND r.seq = ? ORDER BY r.ordinal"
ACTIVE_REVISIONS_OF_TABLE = f"""{_REVISION} WHERE r.table_number = ? AND r.seq <= ?
  AND (r.superseded IS NULL OR r.superseded > ? OR r.seq > ?) AND r.ordinal > ? ORDER BY r.ordinal LIMIT ?"""

_PAST = f"""SELECT d.document, r.ordinal, r.table_number, d.id, {_REVISION_COLUMNS}
FROM document AS d
CROSS JOIN revision AS r ON r.ordinal = coalesce((SELECT max(l.ordinal) FROM revision AS l
  WHERE l.document = d.document AND l.ordinal <> l.document AND l.ordinal < ?), d.document)
{_REVISION_JOINS}
WHERE d.table_number = ? AND d.document < ? AND NOT (x.body IS NULL AND x.hash IS NULL)"""
"""Documents as they were before the revision of an ordinal, which is bound twice: one seek a document finds the last
revision below it.  Of a deletion there are no data, not even a hash."""
PAST_DOCUMENTS = f"{_PAST} AND d.document > ? ORDER BY d.document LIMIT ?"
PAST_DOCUMENT = f"{_PAST} AND d.id = ?"
FIRST_ORDINAL = "SELECT first_ordinal FROM block WHERE seq > ? ORDER BY seq LIMIT 1"

BLOCK = f"{_BLOCK} WHERE seq = ?"
BLOCKS = f"{_BLOCK} WHERE seq > ? ORDER BY seq LIMIT ?"
BLOCKS_WITHOUT_REVISIONS = """SELECT b.seq, b.transaction_id, b.transaction_time, b.time, b.hash, b.body
FROM block AS b LEFT JOIN block AS following ON following.seq = b.seq + 1
WHERE b.seq > ? AND b.first_ordinal = coalesce(
  following.first_ordinal, (SELECT coalesce(max(ordinal), 0) + 1 FROM revision))
ORDER BY b.seq LIMIT ?"""
BLOCK_OF_TRANSACTION = f"{_BLOCK} WHERE transaction_id = ?"

# -- Lookups in one query each, for those who want a row or two and no snapshot to go on with.
#
# A query of SQLite's outside a transaction is a snapshot of its own, which costs half as much as to begin a
# transaction, to ask whether anything has changed, to look up, and to end it.  So that the answer can be understood,
# its first row, which begins with -1, tells where the journal ended at that very moment.

MOST_FOUND = 16
"""Rows of an answer; who has more is to be read in chunks, from a snapshot."""

_END = f"SELECT -1, (SELECT max(seq) FROM block), {_CATALOGUE_SEQ}"

FIND_DOCUMENT = f"""{_END} UNION ALL SELECT d.document, x.body, d.id
FROM document AS d CROSS JOIN data AS x ON x.ordinal = d.current
WHERE d.table_number = ? AND d.id = ? AND x.body IS NOT NULL LIMIT {MOST_FOUND + 2}"""
FIND_DOCUMENTS = f"""{_END} UNION ALL SELECT d.document, x.body, d.id
FROM index_entry AS e
CROSS JOIN document AS d ON d.table_number = ? AND d.document = e.document
CROSS JOIN data AS x ON x.ordinal = d.current
WHERE e.index_number = ? AND e.key = ? LIMIT {MOST_FOUND + 2}"""
"""The number of a document comes first, since the answer is to be sorted by it."""
FIND_HISTORY = f"""{_END}, NULL, NULL UNION ALL
SELECT r.version, r.seq, r.hash, x.body, coalesce(r.metadata, x.hash)
FROM document AS k
CROSS JOIN revision AS r ON r.ordinal = k.document OR (r.document = k.document AND r.ordinal <> r.document)
LEFT JOIN data AS x ON x.ordinal = r.ordinal
WHERE k.table_number = ? AND k.id = ? LIMIT {MOST_FOUND + 2}"""
"""Versions go up with the ordinals, so sorting by the one is sorting by the other."""
BLOCKS_OF_HISTORY = """SELECT b.seq, b.transaction_id, b.transaction_time
FROM document AS k
CROSS JOIN revision AS r ON r.ordinal = k.document OR (r.document = k.document AND r.ordinal <> r.document)
CROSS JOIN block AS b ON b.seq = r.seq
WHERE k.table_number = ? AND k.id = ?"""
