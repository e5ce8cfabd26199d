"""Drives the kernel as Jupyter does and prints what came, as JSON."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.manager import start_new_kernel

PATIENCE_S = 120
LIBRARY_FILE = Path(__file__).parents[2] / "lib" / "notebook" / "duration_text.ts"

manager, client = start_new_kernel(kernel_name="mle-deno", startup_timeout=120)
found: dict[str, Any] = {}


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


def collect(*ids: str, stop_at: str | None = None) -> list[dict[str, Any]]:
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
                manager.interrupt_kernel()
        elif kind == "error":
            outputs[parent].append(["error", "\n".join(content["traceback"])])
        elif kind == "clear_output":
            outputs[parent] = []
        elif kind == "comm_open":
            found["comms"] = found.get("comms", 0) + 1
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


def signal_language_server(signal_number: int) -> None:
    for process in psutil.Process(os.getpid()).children(recursive=True):
        if process.cmdline()[-1:] == ["lsp"]:
            process.send_signal(signal_number)
            if signal_number == signal.SIGKILL:
                process.wait()


TRAINING = """import { withProgress } from "mle/notebook/mod.ts";
const steps = await withProgress("Steps", async ({ signal, onProgress }) => {
  let step = 1;
  for (; step <= 100_000 && !signal.aborted; step++) {
    if (step === 3) console.log("third step");
    await new Promise((resolve) => setTimeout(resolve, 10));
    await onProgress({ epoch: 1, epochs: 1, step, steps: 100_000 });
  }
  return step;
});"""

try:
    found["info"] = ask("kernel_info_request", {})["language_info"]

    # Stop
    manager.interrupt_kernel()
    found["after idle Stop"] = run("6 * 7")
    first, second = send(TRAINING), send('console.log("queued")')
    found["stopped training"] = collect(first, second, stop_at="third step")
    found["kept"] = run("steps > 3 && steps < 100_000")
    manager.interrupt_kernel()
    manager.interrupt_kernel()
    found["after Stop after training"] = run("steps > 3")
    ids = [send(code, stop_on_error=False) for code in (TRAINING, "'went on'")]
    found["errors allowed"] = collect(*ids, stop_at="third step")
    found["does not listen"] = run(
        'console.log("waits"); await new Promise((go) => setTimeout(go, 6000)); 1',
        stop_at="waits",
    )

    # Errors
    ids = [send('throw new Error("x")'), send('console.log("ran")')]
    found["queue after an error"] = collect(*ids)
    function = """import {
  Conv2d,
  Linear,
} from "mle/nn/mod.ts";

interface Unused {
  a: number;
}

function fails(
  a: number,
  b: number,
): number {

  // A comment.
  throw new RangeError("line 16");
}"""
    run(function)
    found["trace"] = run("fails(\n  1,\n  2,\n);")
    found["library's trace"] = run("\nnew Conv2d(3, 4, -3);")
    found["syntax"] = run("const fine = 1;\nconst broken = ;")
    found["syntax, line 1"] = run("const broken = ;")
    found["timer"] = run(
        """setTimeout(() => { throw new Error("late"); }, 1);
await new Promise((go) => setTimeout(go, 50));"""
    )
    found["rejection"] = run('void Promise.reject(new Error("nobody waits"));\n1')
    found["unawaited"] = run(TRAINING.replace("steps = await", "unawaited ="))
    manager.interrupt_kernel()
    run("await unawaited")

    # Floods
    found["flood"] = run('for (let i = 0; i < 1e6; i++) console.log("line", i);')
    total = 0
    for _, text in found["flood"]["outputs"]:
        total += text.count("\n")
    last = found["flood"]["outputs"][-1]
    found["flood"] = {"lines": total, "last": last}

    found["one line left out"] = run(
        'for (let i = 0; i <= 5000; i++) console.log("line", i);'
    )["outputs"][-1]
    found["written"] = run(
        """const bytes = new TextEncoder().encode("größer\\n");
Deno.stdout.writeSync(bytes.subarray(0, 3)); // in the middle of a character
await Deno.stdout.write(bytes.subarray(3));
process.stdout.write("from Node\\n");
await new Blob([bytes]).stream().pipeTo(Deno.stdout.writable);
await Deno.stderr.write(bytes);"""
    )

    loop = "for (let i = 1; i <= 1000; i++)"
    show = 'Deno.jupyter.display({ "text/plain": `${i}` }, { raw: true });'
    found["bursts"] = [
        [text for _, text in run(f"{loop} {{ {how} {show} }}\n0;")["outputs"]]
        for how in ("await", "void")
    ]

    # A changed library
    run('import { durationText } from "mle/notebook/mod.ts";')
    LIBRARY_FILE.touch()
    found["changed"] = [run("1"), run("2")]

    # Types and help
    found["no id"] = run('const untyped: number = "text";')
    wrong = 'console.log("out");\nconst typed: number = "text";'
    found["types"] = run(wrong, "cell-a")
    found["mended"] = run(wrong.replace('"text"', "1"), "cell-a")
    found["next cell"] = run("typed.toFixed(2);\ntyped.toFixd(2);", "cell-b")
    found["completion"] = ask(
        "complete_request", {"code": "typed.toFi", "cursor_pos": 10}
    )["matches"]
    found["help"] = ask(
        "inspect_request",
        {"code": "new Conv2d(3, ", "cursor_pos": 14, "detail_level": 0},
    )["data"].get("text/plain", "")
    run('import { Conv2d } from "mle/nn/mod.ts";', "cell-c")
    found["documentation"] = ask(
        "inspect_request",
        {"code": "new Conv2d(3, ", "cursor_pos": 14, "detail_level": 0},
    )["data"].get("text/plain", "")

    found["lines' ends"] = [
        run(f'1;{end}2;{end}const n{i}: number = "text";', f"cell-end-{i}")
        for i, end in enumerate(("\r", "\u2028"))
    ]
    found["global import"] = run(
        'import process from "node:process";\nprocess.pid > 0', "cell-process"
    )
    found["cleared"] = run(
        """const cleared: number = "text";
await Deno.jupyter.display({ "text/plain": "old" }, { raw: true });
await Deno.jupyter.broadcast("clear_output", { wait: false });
await Deno.jupyter.broadcast("comm_open", { comm_id: "c", target_name: "t", data: {} });
console.log("new");""",
        "cell-cleared",
    )

    # A language server that is stopped, and one that has ended
    signal_language_server(signal.SIGSTOP)
    started = time.monotonic()
    first, second = send("'first'", "cell-first"), send("'second'", "cell-second")
    time.sleep(1)
    manager.interrupt_kernel()
    found["Stop while types are checked"] = collect(first, second)
    found["waited_s"] = time.monotonic() - started
    signal_language_server(signal.SIGCONT)
    signal_language_server(signal.SIGKILL)
    found["no server"] = [run("1", "cell-d"), run("2", "cell-d")]

    # Input
    asking = send('prompt("Name?")')
    found["asked"] = client.get_stdin_msg(timeout=PATIENCE_S)["content"]["prompt"]
    client.input("Ada")
    found["answered"] = collect(asking)[0]

    # What cannot be stopped
    forever = send('console.log("forever");\nwhile (true) {}')
    time.sleep(0)
    said = ""
    while "restart" not in said:
        message = client.get_iopub_msg(timeout=PATIENCE_S)
        if message["parent_header"].get("msg_id") != forever:
            continue
        if message["msg_type"] == "execute_input":
            manager.interrupt_kernel()
        if message["msg_type"] == "stream":
            said += message["content"]["text"]
    found["forever"] = said
    manager.restart_kernel(now=False)
    client.wait_for_ready(timeout=PATIENCE_S)
    found["restarted"] = run("typeof typed")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
json.dump(found, sys.stdout)
