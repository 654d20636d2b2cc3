"""ledgershell: an interactive PartiQL shell over an embedded, hash-chained ledger."""
