"""From the logical plan to closures over a frame: no tree is walked while rows flow."""
