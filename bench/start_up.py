"""Milliseconds from the command to its end, against Python itself and against other shells, where installed."""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import ledgershell
from bench.timing import Row, medians, seconds


def run(command: Sequence[str]) -> Callable[[], float]:
    """A contestant: the milliseconds of one run."""
    return lambda: seconds(lambda: subprocess.run(command, check=False, capture_output=True)) * 1e3


def start_up(rounds: int = 15) -> list[Row]:
    """``-c 'SELECT 1'``, from bytecode as an installed package has it: compiling is not what is timed."""
    compileall.compile_dir(Path(ledgershell.__file__).parent, quiet=1)
    python = sys.executable
    racing = {
        "ours": run([python, "-m", "ledgershell", "-c", "SELECT 1", ":memory:"]),
        "python": run([python, "-c", "pass"]),
    }
    if shutil.which("litecli"):
        racing["litecli"] = run(["litecli", "--version"])
    times = medians(racing, rounds)
    rows = [Row("-c 'SELECT 1'", "bare Python", times["ours"], times["python"], "ms", 3.5, 2.5)]
    if "litecli" in times:
        rows.append(Row("-c 'SELECT 1'", "litecli --version", times["ours"], times["litecli"], "ms", 0.3, 0.2))
    return rows
