"""The language: from text to rows.  It is handed its sources and knows nothing of ledgers."""
