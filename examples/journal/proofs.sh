# Digests, proofs and verification on the command line, with the names of Amazon's.  docs/journal.md tells what they mean.
cat > people.pql <<'END'
CREATE TABLE Person;
INSERT INTO Person << {'name': 'Ann', 'age': 41}, {'name': 'Bob', 'age': 7} >>;
UPDATE Person SET age = 42 WHERE name = 'Ann';
END
ledgershell --demo -q -f people.pql people.ledger

# The digest: keep it elsewhere.
ledgershell get-digest people.ledger --demo demo --save kept.digest

# A block, and its proof under that digest.
ledgershell get-block people.ledger --block-address 1 --digest-tip-address 3 --save block.proof
ledgershell verify-proof block.proof --digest kept.digest

# A document's revision, and its proof; in JSON as Amazon's command line has it.
id=$(ledgershell --format csv -c "SELECT id FROM Person BY id WHERE name = 'Ann'" people.ledger | tail -1 | tr -d '\r')
ledgershell get-revision people.ledger --document-id $id --block-address 3 --digest-tip-address 3 --format json --save ann.json
ledgershell verify-proof ann.json --digest kept.digest --require-anchor

# Somebody changes the proof.
sed 's/age: *42/age: 43/' ann.json > forged.json
ledgershell verify-proof forged.json --digest kept.digest
echo "exit code $?"

# Everything, against the digest, and without one.
ledgershell verify people.ledger --digest kept.digest
ledgershell verify people.ledger --require-anchor
echo "exit code $?"
