"""Sessions, transactions, catalogue and views."""
