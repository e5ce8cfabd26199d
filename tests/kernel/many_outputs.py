"""Runs COUNT cells under load and prints how many of their outputs came in time."""

import json
import multiprocessing
import sys

from jupyter_client.manager import start_new_kernel

PATIENCE_S = 120
CELLS = (
    'console.log("{i}")',
    '"{i}"',
    'await Deno.jupyter.display({{ "text/plain": "{i}" }}, {{ raw: true }})',
)


def busy() -> None:
    while True:
        pass


def main() -> None:
    load = [multiprocessing.Process(target=busy, daemon=True) for _ in range(3)]
    manager, client = start_new_kernel(kernel_name="mle-deno", startup_timeout=120)
    in_time = 0
    try:
        for process in load:
            process.start()
        for i in range(int(sys.argv[1])):
            came: list[str] = []
            client.execute_interactive(
                CELLS[i % len(CELLS)].format(i=i),
                timeout=PATIENCE_S,
                output_hook=lambda message: came.append(json.dumps(message["content"])),
            )
            in_time += len(came) == 4 and str(i) in came[2]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        for process in load:
            process.kill()
    print(in_time)


if __name__ == "__main__":
    main()
