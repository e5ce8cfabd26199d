"""Drives the kernel as Jupyter does and prints what came, as JSON."""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from cells import (
    PATIENCE_S,
    ask,
    client,
    collect,
    manager,
    run,
    send,
    signal_process,
)

LIBRARY_FILE = Path(__file__).parents[2] / "lib" / "notebook" / "duration_text.ts"

found: dict[str, Any] = {}

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
    found["unknown"] = ask("garbage_request", {})["status"]

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
    found["refused"] = run('Deno.statSync("nowhere")')
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

    found["written by others"] = run(
        """import fs from "node:fs";
fs.writeSync(1, "größer\\n");
fs.writeSync(2, "to stderr\\n");
const inherited = { stdout: "inherit", stderr: "inherit" } as const;
new Deno.Command("echo", { args: ["child"], ...inherited }).outputSync();
const flood = "yes | head -c 10000000; echo end >&2";
new Deno.Command("sh", { args: ["-c", flood], ...inherited }).outputSync();
undefined;"""
    )
    found["long line"] = run('console.log("x".repeat(5e7))')
    big = '{ "text/plain": "y".repeat(5e7) }'
    found["big"] = [
        run(f"await Deno.jupyter.display({big}, {{ raw: true }})"),
        run(f'({{ [Symbol.for("Jupyter.display")]: () => ({big}) }})'),
        run("'after'"),
    ]
    found["thrown"] = [
        run(f"throw {value}") for value in ("null", "undefined", "'a text'", "{ a: 1 }")
    ]

    found["an error without places"] = run(
        """5 instanceof Error;
await Promise.any([Promise.reject(new Error("x"))]);"""
    )

    loop = "for (let i = 1; i <= 1000; i++)"
    show = 'Deno.jupyter.display({ "text/plain": `${i}` }, { raw: true });'
    found["bursts"] = [
        [text for _, text in run(f"{loop} {{ {how} {show} }}\n0;")["outputs"]]
        for how in ("await", "void")
    ]

    # A changed library
    run('import { durationText } from "mle/notebook/mod.ts";', "cell-imports")
    LIBRARY_FILE.touch()
    found["changed"] = [run("1", "cell-1"), run("2", "cell-2")]

    # Types and help
    found["no id"] = run('const untyped: number = "text";')
    wrong = 'console.log("out");\nconst typed: number = "text";'
    found["not to be checked"] = run("export default 5;", "cell-0")
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
    signal_process("lsp", signal.SIGSTOP)
    started = time.monotonic()
    first, second = send("'first'", "cell-first"), send("'second'", "cell-second")
    time.sleep(1)
    manager.interrupt_kernel()
    found["Stop while types are checked"] = collect(first, second)
    found["waited_s"] = time.monotonic() - started
    signal_process("lsp", signal.SIGCONT)
    signal_process("lsp", signal.SIGKILL)
    found["no server"] = [run("1", "cell-d"), run("2", "cell-d")]

    # A helper that has ended: the next question starts another
    signal_process("helper.ts", signal.SIGKILL)
    found["helper has ended"] = run('\nthrow new Error("x")', "cell-e")

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
