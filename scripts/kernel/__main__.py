"""The kernel of the project's notebooks: Deno's own, and around it what it lacks.

Started by the kernelspec that set-up writes: `python -I scripts/kernel FILE`.
"""

import asyncio
import signal
import sys

from processes import Processes


def main() -> None:
    # Stop may come at any time. Deno inherits this, until it listens itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Processes() as processes:
        # Deno starts while Python imports: that takes both about as long.
        process = processes.start_deno_kernel()
        from serve import serve

        sys.exit(asyncio.run(serve(sys.argv[1], process, processes)))


main()
