"""Every function that a statement can call; :mod:`ledgershell.partiql.functions.registry` is the one table."""
