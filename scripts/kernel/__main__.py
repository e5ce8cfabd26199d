"""The kernel that the kernelspec starts: `python -I scripts/kernel FILE`."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from processes import Processes

# Stop may come at any time. Deno inherits this, until it listens itself.
signal.signal(signal.SIGINT, signal.SIG_IGN)
connection = json.loads(Path(sys.argv[1]).read_text("utf-8"))
processes = Processes()
# Deno starts while Python imports: that takes both about as long.
processes.start_deno_kernel(connection)

from wrapper import NotebookKernel  # noqa: E402

asyncio.run(NotebookKernel(connection, processes).serve())
