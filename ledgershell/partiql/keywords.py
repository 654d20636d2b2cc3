"""Which words are keywords, and where: one table for the lexer, the highlighter, completion and the manual.

Most functions are ordinary names here (COUNT, UPPER, …), so the table is short.  A word is one of three:

* *reserved*: it is never a name unless quoted, also where it does not fit, so that ``SELECT FROM t`` fails at FROM;
* *followed-by*: it is a keyword only before certain tokens (``TRIM (``, ``IGNORE NULLS``), else a name;
* *contextual*: it is a keyword only where the grammar takes it (``EXTRACT(YEAR FROM …)``), else a name.

A :class:`Use` says under which conditions a word becomes which terminal of the grammar.  The uses of a word are
tried in order; a word that none fits is a name, or, if it is reserved, stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ledgershell.static_typing import Final


class Use:
    """One way to use a word.

    ``terminal``     what the grammar calls it
    ``before``       the tokens of which one must follow, upper-cased; ``STRING`` stands for any ``'…'``, ``;`` also
                     for the end of the text
    ``not_before``   the tokens of which none may follow
    ``contextual``   the grammar must take the terminal there
    """

    __slots__ = ("before", "contextual", "not_before", "terminal")

    def __init__(
        self,
        terminal: str,
        before: frozenset[str] = frozenset(),
        not_before: frozenset[str] = frozenset(),
        contextual: bool = False,
    ) -> None:
        self.terminal = terminal
        self.before = before
        self.not_before = not_before
        self.contextual = contextual

    @property
    def anywhere(self) -> bool:
        """Whether the word always stands for the terminal."""
        return not (self.before or self.not_before or self.contextual)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RESERVED: Final = _words(
    """
    ABSOLUTE ACTION ADD ALL ALLOCATE ALTER AND ARE ARRAY AS ASC ASSERTION AT AUTHORIZATION BAG BEGIN BETWEEN BIGINT BIT
    BLOB BOOL BOOLEAN BY CAN_CAST CAN_LOSSLESS_CAST CASCADE CASCADED CASE CAST CATALOG CHAR CHARACTER CHECK CLOB CLOSE
    COLLATE COLLATION COLUMN COMMIT CONFLICT CONNECT CONNECTION CONSTRAINT CONSTRAINTS CONTINUE CORRESPONDING CREATE
    CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DEALLOCATE DEC DECIMAL DECLARE DEFAULT
    DEFERRABLE DEFERRED DELETE DESC DESCRIBE DESCRIPTOR DIAGNOSTICS DISCONNECT DISTINCT DO DOMAIN DOUBLE DROP ELSE END
    ESCAPE EXCEPT EXCEPTION EXCLUDE EXEC EXECUTE EXPLAIN EXTERNAL FALSE FETCH FIRST FLOAT FOR FOREIGN FOUND FROM FULL
    GET GLOBAL GO GOTO GRANT GROUP HAVING IDENTITY IMMEDIATE IN INDEX INDICATOR INITIALLY INNER INPUT INSERT INT INT2
    INT4 INT8 INTEGER INTEGER2 INTEGER4 INTEGER8 INTERSECT INTERVAL INTO IS ISOLATION JOIN KEY LANGUAGE LAST LATERAL
    LEFT LET LEVEL LIKE LIMIT LIST LOCAL MATCH MISSING MODULE NAMES NATIONAL NATURAL NCHAR NEXT NO NOT NOTHING NULL
    NULLS NUMERIC OF OFFSET ON ONLY OPEN OPTION OR ORDER OUTER OUTPUT OVER OVERLAPS PAD PARTIAL PARTITION PIVOT PLACING
    PRECISION PREPARE PRESERVE PRIMARY PRIOR PRIVILEGES PROCEDURE PUBLIC READ REAL RECURSIVE REFERENCES RELATIVE REMOVE
    RESTRICT RETURNING REVOKE RIGHT ROLLBACK ROWS SCHEMA SCROLL SECTION SELECT SESSION SESSION_USER SET SEXP SMALLINT
    SPACE SQL SQLCODE SQLERROR SQLSTATE STRING STRUCT SYMBOL SYSTEM_USER TABLE TEMPORARY THEN TINYINT TO TRANSACTION
    TRANSLATION TRUE TUPLE UNION UNIQUE UNKNOWN UNPIVOT UPDATE UPSERT USAGE USER USING VALUE VALUES VARCHAR VARYING VIEW
    WHEN WHENEVER WHERE WINDOW WITH WITHOUT WORK WRITE ZONE
    """
)
"""Words that are names only in double quotes."""

DATE_PARTS: Final = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE")
TRIM_SIDES: Final = ("LEADING", "TRAILING", "BOTH")
RESTRICTORS: Final = ("TRAIL", "ACYCLIC", "SIMPLE", "WALK")
TYPE_WORDS: Final = _words(
    """
    ARRAY BIGINT BLOB BOOL BOOLEAN CLOB DEC DECIMAL FLOAT INT INT2 INT4 INT8 INTEGER INTEGER2 INTEGER4 INTEGER8 NUMERIC
    REAL SMALLINT STRING STRUCT SYMBOL TINYINT TUPLE VARCHAR
    """
)
"""Reserved words that name a type and nothing else."""

_CALLED = frozenset({"("})
_TYPED = frozenset({"<"})
_PATTERN_NAME = frozenset({")", ":", "=", "WHERE", "]"})

USES: Final[Mapping[str, tuple[Use, ...]]] = MappingProxyType(
    {
        # Reserved, with a second reading
        "OUTER": (
            Use("OUTER_UNION", before=_words("UNION EXCEPT")),
            Use("OUTER_INTERSECT", before=_words("INTERSECT")),
        ),
        "CHAR": (Use("CHARACTER"),),
        "LEFT": (Use("IDENT", before=_CALLED),),
        "RIGHT": (Use("IDENT", before=_CALLED),),
        "LIST": (Use("LIST_OF", before=_TYPED),),
        "ARRAY": (Use("LIST_OF", before=_TYPED), Use("TYPE")),
        "BAG": (Use("LIST_OF", before=_TYPED),),
        "STRUCT": (Use("STRUCT_OF", before=_TYPED), Use("TYPE")),
        "TUPLE": (Use("STRUCT_OF", before=_TYPED), Use("TYPE")),
        # Names, except before certain tokens
        **{
            word: (Use(word, before=_CALLED),)
            for word in ("DATE_ADD", "DATE_DIFF", "EXTRACT", "OVERLAY", "POSITION", "ROW", "SUBSTRING", "TRIM")
        },
        "IGNORE": (Use("IGNORE", before=_words("NULLS")),),
        "RESPECT": (Use("RESPECT", before=_words("NULLS")),),
        "REPLACE": (Use("REPLACE", before=_words("INTO EXCLUDED")),),
        "UNDROP": (Use("UNDROP", before=_words("TABLE")),),
        "START": (Use("START", before=_words("TRANSACTION")),),
        # Names, except where the grammar takes the keyword
        "ABORT": (Use("ABORT", before=_words("; TRANSACTION WORK"), contextual=True),),
        "ANALYZE": (Use("ANALYZE", contextual=True),),
        "ANY": (Use("ANY", contextual=True),),
        "DATE": (Use("DATE", contextual=True),),
        "TIME": (Use("TIME", before=_words("ZONE")), Use("TIME", contextual=True)),
        "TIMESTAMP": (Use("TIMESTAMP", contextual=True),),
        "COMMENT": (Use("COMMENT", before=_words("STRING"), contextual=True),),
        "EXCLUDED": (Use("EXCLUDED", contextual=True),),
        "MAP": (Use("MAP", before=frozenset({"{"})), Use("MAP_OF", before=_TYPED, contextual=True)),
        "MODIFIED": (Use("MODIFIED", contextual=True),),
        "NEW": (Use("NEW", contextual=True),),
        "OLD": (Use("OLD", contextual=True),),
        "OPTIONAL": (Use("OPTIONAL", contextual=True),),
        "SHORTEST": (Use("SHORTEST", contextual=True),),
        "TBLPROPERTIES": (Use("TBLPROPERTIES", before=_CALLED, contextual=True),),
        **{word: (Use("DATE_PART", contextual=True),) for word in DATE_PARTS},
        **{word: (Use("TRIM_SIDE", contextual=True),) for word in TRIM_SIDES},
        **{word: (Use("RESTRICTOR", not_before=_PATTERN_NAME, contextual=True),) for word in RESTRICTORS},
        **{word: (Use("TYPE"),) for word in TYPE_WORDS - {"ARRAY", "STRUCT", "TUPLE"}},
    }
)
"""The words whose terminal is not simply their own; see :class:`Use`."""

CONTEXTUAL: Final = frozenset(word for word, uses in USES.items() if any(use.contextual for use in uses))
FOLLOWED_BY: Final = frozenset(
    word
    for word, uses in USES.items()
    if word not in RESERVED and any(use.before and not use.contextual for use in uses)
)
WORDS: Final = RESERVED | CONTEXTUAL | FOLLOWED_BY
"""All words that can be keywords."""
