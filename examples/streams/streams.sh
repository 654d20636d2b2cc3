# A journal as stream records, and the place in it kept from run to run.  docs/journal.md tells what they mean.
cat > cars.pql <<'END'
CREATE TABLE Car;
INSERT INTO Car << {'vin': 'A1', 'make': 'Audi'}, {'vin': 'B2', 'make': 'Saab'} >>;
UPDATE Car SET make = 'Volvo' WHERE vin = 'B2';
END
ledgershell --demo -q -f cars.pql cars.ledger

# All of it, once: CREATED, then each block with its revisions.
ledgershell stream-journal cars.ledger --demo demo --format ion-lines

# A part: block 2 is included, the time at which the stream is complete is not.
ledgershell stream-journal cars.ledger --demo demo --from 2 --until 2024-01-01T00:00:03Z --format ion-lines

# With a token the stream goes on where it was.
ledgershell stream-journal cars.ledger --demo demo --resume cars.token -o cars.stream
ledgershell --demo -q -c "DELETE FROM Car WHERE vin = 'A1'" cars.ledger
ledgershell stream-journal cars.ledger --demo demo --resume cars.token --format ion-lines

# In a journal that ends before, it does not.
rm cars.ledger
ledgershell --demo -q -f cars.pql cars.ledger
ledgershell stream-journal cars.ledger --demo demo --resume cars.token --format ion-lines
echo "exit code $?"
