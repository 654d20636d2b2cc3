"""Completion with Tab and while typing, in two steps that know nothing of a terminal.

1. What is wanted at the cursor (:mod:`.wanted`), from the text alone: the words that the parser's automaton would take
   next (:mod:`.grammar`), and which kind of name; the variables that are in scope (:mod:`.scope`).
2. What there is (:mod:`.candidates`), from :class:`~ledgershell.shell.completion.known.Known`: tables, functions,
   meta-commands, and the paths inside documents, which were learnt from a few documents of each table
   (:mod:`.learning`), ranked by how well they fit and how often they were used (:mod:`.ranking`).

:mod:`.completer` joins both for prompt_toolkit.
"""
