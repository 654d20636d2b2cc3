"""What the owner of a ledger's file can do: change a document behind the ledger's back."""

import sqlite3

connection = sqlite3.connect("eve.ledger")
guard = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'data_only_redacted'").fetchone()[0]
connection.execute("DROP TRIGGER data_only_redacted")
body = connection.execute("SELECT body FROM data WHERE ordinal = 2").fetchone()[0]
connection.execute("UPDATE data SET body = ? WHERE ordinal = 2", (body.replace(b"Ann", b"Eve"),))
connection.execute(guard)
connection.commit()
