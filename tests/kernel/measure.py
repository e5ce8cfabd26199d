"""Compares the kernel with Deno's own, in turn: `python measure.py ROUNDS`.

Prints the time from start to the first result and the time per cell, as medians.
"""

import os
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ROUNDS, CELLS = int(sys.argv[1]), 100
DENO = Path(sys.executable).with_name("deno.exe" if os.name == "nt" else "deno")
BARE = KernelSpec(
    argv=[str(DENO), "jupyter", "--kernel", "--conn", "{connection_file}"]
)


def measure(spec: KernelSpec | None) -> tuple[float, float]:
    """Seconds to the first result, and milliseconds per further cell."""
    manager = KernelManager(kernel_name="mle-deno")
    manager._kernel_spec = spec or manager.kernel_spec
    started = time.perf_counter()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        client.execute_interactive("6 * 7", timeout=120, output_hook=lambda _: None)
        first = time.perf_counter()
        for i in range(CELLS):
            code = f"{i} * 7"
            client.execute_interactive(code, timeout=120, output_hook=lambda _: None)
        cell = (time.perf_counter() - first) / CELLS
        return first - started, cell * 1000
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


rounds = [(measure(BARE), measure(None)) for _ in range(ROUNDS)]
for i, what in enumerate(["s to the first result", "ms per cell"]):
    bare, ours = (statistics.median(r[side][i] for r in rounds) for side in (0, 1))
    print(f"{bare:6.2f} {what} bare, {ours:6.2f} ours: {ours - bare:+.2f}")
