"""Drives the kernel as Jupyter does and prints what came, as JSON."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from cells import (
    PATIENCE_S,
    ask,
    ask_until_answered,
    client,
    collect,
    manager,
    restart,
    run,
    run_checked,
    run_until_checked,
    send,
    signal_process,
)

MODULE = Path(f"loaded_{os.getpid()}.ts")  # in the kernel's folder
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
    found["shown error"] = run(
        """

const shown = new Error("shown");
console.log(shown);
console.log("behind it");
shown"""
    )
    found["with a cause"] = run(
        "throw new AggregateError(\n"
        '  [new Error("one", { cause: new Error("two") })],\n'
        '  "all",\n);'
    )
    MODULE.write_text('export const loaded = 1;\n\nthrow new Error("top");\n')
    importing = f'import {{ loaded }} from "./{MODULE.name}";\nloaded'
    found["module"] = [run_checked(importing, "module")]
    MODULE.write_text("export const loaded = 1;")
    found["module"].append(run(importing, "module"))

    # What is left behind
    run(
        """const later = (text: string) =>
  new Promise((go) => setTimeout(() => go(console.log(text)), 300));"""
    )
    found["left behind"] = [
        run('later("loose")'),
        run('console.log("own"); await later("awaited"); console.log("own")'),
    ]

    # A changed library
    run_checked('import { durationText } from "mle/notebook/mod.ts";', "cell-imports")
    LIBRARY_FILE.touch()
    found["changed"] = [run("1", "cell-1"), run("2", "cell-2")]

    # Types and help
    found["loose statement"] = run_checked(
        'later("a");\nvoid later("b");\nawait later("c");', "cell-loose"
    )
    found["no id"] = run('const untyped: number = "text";')
    wrong = 'console.log("out");\nconst typed: number = "text";'
    found["not to be checked"] = run_checked("export default 5;", "cell-0")
    found["no findings"] = [
        run_checked("namespace Names { export const one = 1; }\nNames.one", "names"),
        run_checked("await using end = { async [Symbol.asyncDispose]() {} };\n1", "u"),
        run_checked("interface Of { a: number }\nconst a: Of = { a: 1 };\na.a", "of-a"),
        run_checked("interface Of { b: number }\nconst b: Of = { b: 1 };\nb.b", "of-b"),
    ]
    found["types"] = run_checked(wrong, "cell-a")
    found["mended"] = run_checked(wrong.replace('"text"', "1"), "cell-a")
    found["next cell"] = run_checked("typed.toFixed(2);\ntyped.toFixd(2);", "cell-b")
    found["completion"] = ask_until_answered(
        "complete_request", {"code": "typed.toFi", "cursor_pos": 10}
    )["matches"]
    found["help"] = ask_until_answered(
        "inspect_request",
        {"code": "new Conv2d(3, ", "cursor_pos": 14, "detail_level": 0},
    )["data"].get("text/plain", "")
    run_checked('import { Conv2d } from "mle/nn/mod.ts";', "cell-c")
    found["documentation"] = ask_until_answered(
        "inspect_request",
        {"code": "new Conv2d(3, ", "cursor_pos": 14, "detail_level": 0},
    )["data"].get("text/plain", "")

    found["lines' ends"] = [
        run_checked(f'1;{end}2;{end}const n{i}: number = "text";', f"cell-end-{i}")
        for i, end in enumerate(("\r", "\u2028"))
    ]
    found["global import"] = run_checked(
        'import process from "node:process";\nprocess.pid > 0', "cell-process"
    )
    found["cleared"] = run_checked(
        """const cleared: number = "text";
await Deno.jupyter.display({ "text/plain": "old" }, { raw: true });
await Deno.jupyter.broadcast("clear_output", { wait: false });
await Deno.jupyter.broadcast("comm_open", { comm_id: "c", target_name: "t", data: {} });
console.log("new");""",
        "cell-cleared",
    )

    # A language server that is stopped, and ones that are killed
    signal_process("lsp", signal.SIGSTOP)
    started = time.monotonic()
    first, second = send("'first'", "cell-first"), send("'second'", "cell-second")
    time.sleep(1)
    manager.interrupt_kernel()
    found["Stop while types are checked"] = collect(first, second)
    found["waited_s"] = time.monotonic() - started
    found["killed"] = []
    for program in ("lsp", "helper.ts"):
        signal_process(program, signal.SIGKILL)
        found["killed"].append(run_until_checked("typed.toFixd;", "cell-killed"))
    signal_process("helper.ts", signal.SIGSTOP)
    started = time.monotonic()
    found["stopped helper"] = [run("1", "cell-d"), run("2", "cell-d")]
    found["waited for the helper_s"] = time.monotonic() - started
    signal_process("helper.ts", signal.SIGKILL)
    found["helper has ended"] = run('\nthrow new Error("x")', "cell-e")

    # Input
    asking = send('prompt("Name?")')
    found["asked"] = client.get_stdin_msg(timeout=PATIENCE_S)["content"]["prompt"]
    client.input("Ada")
    found["answered"] = collect(asking)[0]
    asking, queued = send('prompt("Name?")'), send("'queued'")
    client.get_stdin_msg(timeout=PATIENCE_S)
    manager.interrupt_kernel()
    found["Stop at a question"] = collect(asking, queued)
    client.input("too late")
    found["asked again"] = run("'next'")

    # Who opens a page while a cell runs is told so, at once
    running = send(
        'console.log("runs"); await new Promise((go) => setTimeout(go, 500))'
    )
    info = client.session.msg("kernel_info_request", {})
    states: list[list[str]] = []
    while states[-1:] != [["idle", "execute_request"]]:
        message = client.get_iopub_msg(timeout=PATIENCE_S)
        parent = message["parent_header"]
        if message["msg_type"] == "stream":
            client.shell_channel.send(info)
        elif message["msg_type"] == "status" and parent["msg_id"] in (
            running,
            info["header"]["msg_id"],
        ):
            state = message["content"]["execution_state"]
            states.append([state, parent["msg_type"]])
    found["states"] = states

    # What cannot be stopped
    send("1")
    forever = send('console.log("forever");\nwhile (true) {}')
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
    restart()
    found["restarted"] = run("typeof typed")

    found["numbers"] = [
        run(code)
        for code in (
            "const loss = NaN, run = { loss: -Infinity };\nloss",
            "run.loss;",
            "1 / 0",
            "let count = 1n;\ncount * 10n ** 20n // large",
            "-0\n",
            "count--; // is no number any more",
            "count",
            "undefined",
        )
    ]
finally:
    MODULE.unlink(missing_ok=True)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
json.dump(found, sys.stdout)
