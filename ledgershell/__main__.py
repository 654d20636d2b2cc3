"""``python -m ledgershell``."""

from __future__ import annotations

import sys

from ledgershell.cli import main

sys.exit(main())
