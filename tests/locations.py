"""Where the tests find data that is not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
CONFORMANCE = Path(os.environ.get("LEDGERSHELL_CONFORMANCE", SHARED / "conformance"))
"""The PartiQL, Ion and Ion Hash suites that others wrote."""
PARTIQL_TESTS = Path(os.environ.get("PARTIQL_TESTS", CONFORMANCE))
"""Where the PartiQL suite's data lie: ``partiql-tests-data`` and, if there, ``partiql-tests-data-extended``."""
SEEDS = Path(os.environ.get("LEDGERSHELL_SEEDS", SHARED / "seeds"))
"""The articles and vendor pages whose data are real input."""
TEST_ALL = os.environ.get("LEDGERSHELL_TEST_ALL") == "1"
"""Run the long matrices whole instead of a sample."""
