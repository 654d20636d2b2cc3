# A journal goes out as files, is verified there, and becomes a ledger again.  docs/journal.md tells more.
cat > orders.pql <<'EOF'
CREATE TABLE Orders;
CREATE INDEX ON Orders (number);
INSERT INTO Orders << {'number': 1, 'item': 'pump'}, {'number': 2, 'item': 'hose'} >>;
UPDATE Orders SET item = 'valve' WHERE number = 1;
DELETE FROM Orders WHERE number = 2;
EOF
ledgershell --demo -q -f orders.pql orders.ledger
ledgershell get-digest orders.ledger --demo demo --save kept.digest > kept.out

# As Amazon QLDB exported journals: two manifests, and the blocks.
ledgershell export-journal orders.ledger out --demo demo
find out -type f | sort
cat out/*.completed.manifest
cut -c-120 out/*/*/*/*/*.ion

# Ion binary says the same in less; JSON is for other programs to read.
ledgershell export-journal orders.ledger binary --demo demo --output-format ION_BINARY | grep Bytes
ledgershell export-journal-to-s3 orders.ledger json --demo demo --output-format JSON | grep Bytes
ledgershell import-journal json lossy.ledger
echo "exit code $?"

# A range of times: the start is included, the end is not.
ledgershell export-journal orders.ledger part --demo demo --from 2024-01-01T00:00:03Z --until 2024-01-01T00:00:05Z | grep Blocks
find part -name '*.ion'

# An export can be verified where it lies, and against the digest that was kept.
ledgershell verify out --digest kept.digest
ledgershell verify binary --require-anchor
echo "exit code $?"

# What was changed is told with its file and byte; then nothing is imported.
cp -r out changed
sed 's/item: "pump"/item: "bomb"/' out/*/*/*/*/*.ion > changed/2024/01/01/00/$(basename out/*/*/*/*/*.ion)
ledgershell verify changed
ledgershell import-journal changed changed.ledger
echo "exit code $?"

# The whole comes back, to the last hash.
ledgershell import-journal out copy.ledger --digest kept.digest | grep Tip
ledgershell verify copy.ledger --digest kept.digest
ledgershell -c "SELECT o.number, o.item FROM Orders AS o" copy.ledger

# It is for reading, until it is told to go on.  Then its first block says where it came from.
ledgershell -c "INSERT INTO Orders {'number': 3}" copy.ledger
ledgershell update-ledger copy.ledger --writable --demo demo | grep Tip
ledgershell --demo -q -c "INSERT INTO Orders {'number': 3, 'item': 'seal'}" copy.ledger
ledgershell -c '\chain 6..7' copy.ledger
ledgershell verify copy.ledger --digest kept.digest
ls *.ledger
