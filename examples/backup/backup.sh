# A backup with its receipt, restored; an older one that is not, unless it is wanted.  docs/journal.md tells more.
cat > orders.pql <<'END'
CREATE TABLE Orders;
INSERT INTO Orders << {'number': 1, 'item': 'pump'}, {'number': 2, 'item': 'hose'} >>;
END
ledgershell --demo -q -f orders.pql orders.ledger
mkdir backups

# Named by host, ledger and time.  Size and SHA-256 of the file depend on the version of SQLite.
ledgershell backup orders.ledger backups --demo demo | grep -v -e Bytes -e Sha256
ls backups

# What was restored is the same ledger to the last hash.
ledgershell restore backups/*.backup restored.ledger
ledgershell verify restored.ledger --digest backups/*.receipt --require-anchor
ledgershell -c "SELECT o.number, o.item FROM Orders AS o" restored.ledger

# The receipt knows the file: one byte more, and it is another one.
cp -r backups damaged
echo >> damaged/*.backup
ledgershell restore damaged/*.backup damaged.ledger
echo "exit code $?"

# Whoever knows of later blocks can tell a rollback.
ledgershell --demo -q -c "UPDATE Orders SET item = 'valve' WHERE number = 1" orders.ledger
ledgershell get-digest orders.ledger --demo demo --save kept.digest > kept.out
ledgershell restore backups/*.backup older.ledger --digest kept.digest
echo "exit code $?"
ledgershell restore backups/*.backup older.ledger --digest kept.digest --allow-rollback

# What came since fits into a file of blocks.
receipt=$(ls backups/*.receipt)
ledgershell backup orders.ledger backups/since.blocks --since $receipt --demo demo | grep -e Sequence -e Backup
ledgershell restore backups/*.backup backups/since.blocks newest.ledger
ledgershell -c "SELECT o.number, o.item FROM Orders AS o" newest.ledger
ls *.ledger
