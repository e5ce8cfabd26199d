"""A notebook's cells sent to the kernel as an editor sends them."""

import contextlib
import os
import signal
from queue import Empty
from typing import Any

import psutil
from jupyter_client.manager import start_new_kernel

PATIENCE_S = 120

manager, client = start_new_kernel(kernel_name="mle-deno", startup_timeout=120)


def restart() -> None:
    """Restarts the kernel. An earlier reply would be taken for its first one."""
    manager.restart_kernel(now=False)
    with contextlib.suppress(Empty):
        while True:
            client.get_shell_msg(timeout=0.2)
    client.wait_for_ready(timeout=PATIENCE_S)


def send(code: str, cell_id: str | None = None, stop_on_error: bool = True) -> str:
    """Sends a cell, as an editor does if it has an id; returns the request's id."""
    content = {
        "code": code,
        "silent": False,
        "store_history": True,
        "user_expressions": {},
        "allow_stdin": True,
        "stop_on_error": stop_on_error,
    }
    message = client.session.msg("execute_request", content)
    message["metadata"] = {} if cell_id is None else {"cellId": cell_id}
    client.shell_channel.send(message)
    return str(message["header"]["msg_id"])


def collect(
    *ids: str, stop_at: str | None = None, stops: int = 1
) -> list[dict[str, Any]]:
    """What comes of requests, until all are over; Stop when `stop_at` is printed."""
    outputs: dict[str, list[list[str]]] = {msg_id: [] for msg_id in ids}
    idle: set[str] = set()
    while len(idle) < len(ids):
        message = client.get_iopub_msg(timeout=PATIENCE_S)
        parent = message["parent_header"].get("msg_id")
        if parent not in outputs:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            idle.add(parent)
        elif kind == "stream":
            outputs[parent].append([content["name"], content["text"]])
            if stop_at is not None and stop_at in content["text"]:
                for _ in range(stops):
                    manager.interrupt_kernel()
        elif kind == "error":
            outputs[parent].append(["error", "\n".join(content["traceback"])])
        elif kind == "clear_output":
            comms = [output for output in outputs[parent] if output[0] == "comm_open"]
            outputs[parent] = comms
        elif kind == "comm_open":
            outputs[parent].append([kind, content["comm_id"]])
        elif kind in ("display_data", "execute_result"):
            outputs[parent].append(["shown", content["data"].get("text/plain", "")])
    statuses: dict[str, str] = {}
    while len(statuses) < len(ids):
        reply = client.get_shell_msg(timeout=PATIENCE_S)
        parent = reply["parent_header"].get("msg_id")
        if parent in outputs:
            statuses[parent] = reply["content"]["status"]
    return [{"status": statuses[i], "outputs": outputs[i]} for i in ids]


def run(code: str, cell_id: str | None = None, **more: Any) -> dict[str, Any]:
    return collect(send(code, cell_id), **more)[0]


def ask(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    message = client.session.msg(kind, content)
    client.shell_channel.send(message)
    while True:
        reply = client.get_shell_msg(timeout=PATIENCE_S)
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            answer: dict[str, Any] = reply["content"]
            return answer


def signal_process(last_argument: str, signal_number: int) -> None:
    for process in psutil.Process(os.getpid()).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it has just ended
            if process.cmdline()[-1:] and process.cmdline()[-1].endswith(last_argument):
                process.send_signal(signal_number)
                if signal_number == signal.SIGKILL:
                    process.wait()


def run_until_checked(code: str, cell_id: str) -> list[list[str]]:
    """What cells have shown until a finding came: a busy machine takes long."""
    outputs: list[list[str]] = []
    for _ in range(1000):
        outputs += run(code, cell_id)["outputs"]
        if any(text.startswith("Types:") for _, text in outputs):
            return outputs
    raise TimeoutError(f"No cell was checked: {outputs}")


def run_checked(code: str, cell_id: str) -> dict[str, Any]:
    """Runs a cell for which the type checker is ready, however busy the machine."""
    for _ in range(100):
        run_until_checked('const known: number = "";', "cell-known")
        reply = run(code, cell_id)
        if not any("not checked" in text for _, text in reply["outputs"]):
            return reply
    raise TimeoutError("The type checker is never ready.")


def ask_until_answered(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    for _ in range(100):
        if (answer := ask(kind, content))["status"] == "ok":
            return answer
    raise TimeoutError(f"{kind} is never answered")
