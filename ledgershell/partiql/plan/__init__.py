"""The logical plan: names are slots, sources are chosen, and nothing refers to the text any more but by spans."""
