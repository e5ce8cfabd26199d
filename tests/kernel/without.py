"""Runs the kernel of the project folder PROJECT, which has no packages of npm;
prints what came, as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

PATIENCE_S = 120
PROGRAM = str(Path(sys.argv[1]) / "scripts" / "kernel")

manager = KernelManager()
manager._kernel_spec = KernelSpec(
    argv=[sys.executable, "-I", PROGRAM, "{connection_file}"],
    env={"MLE_TYPE_CHECK": "1", "NO_COLOR": "1"},
    interrupt_mode="message",
)
manager.start_kernel()
client = manager.blocking_client()
client.start_channels()


def run(code: str) -> list[str]:
    texts: list[str] = []

    def take(message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream":
            texts.append(content["text"])
        elif message["msg_type"] == "error":
            texts.append("\n".join(content["traceback"]))
        elif "data" in content:
            texts.append(content["data"]["text/plain"])

    client.execute_interactive(code, timeout=PATIENCE_S, output_hook=take)
    return texts


try:
    client.wait_for_ready(timeout=PATIENCE_S)
    codes = ["1", "2", 'throw new Error("a");', "const b = ;"]
    json.dump([run(code) for code in codes], sys.stdout)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
