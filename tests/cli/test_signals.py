"""A process that is told to end leaves nothing of a ``:memory:`` ledger behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these signals are POSIX's")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_ledger_in_memory_is_gone_and_the_exit_code_tells_the_signal(number: signal.Signals, tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "ledgershell", ":memory:"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(b"CREATE TABLE T;\nSELECT VALUE 'ready' FROM [1] AS x;\n\n")
    running.stdin.flush()
    said = b""
    while b"ready" not in said:
        line = running.stdout.readline()
        assert line, said
        said += line
    assert [each.name for each in tmp_path.iterdir()]
    running.send_signal(number)
    assert running.wait(timeout=60) == 128 + number
    running.stdin.close()
    running.stdout.close()
    assert list(tmp_path.iterdir()) == []
