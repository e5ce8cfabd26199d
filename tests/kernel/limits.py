"""What may break a kernel: floods, large messages, unusual values and cells.

Prints what came, as JSON.
"""

import json
import sys
from typing import Any

from cells import client, manager, run

found: dict[str, Any] = {}

try:
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
        run(
            "await Deno.jupyter.broadcast('display_data', { data: {} }, "
            "{ buffers: [new Uint8Array(3e7)] })"
        ),
        run(
            "await Deno.jupyter.broadcast('comm_msg', { comm_id: 'c', data: {} }, "
            "{ buffers: [new Uint8Array(3e7)] })"
        ),
        run("throw new Error('x'.repeat(1e7))"),
        run("'after'"),
    ]
    for reply in found["big"]:
        reply["outputs"] = [[kind, text[-200:]] for kind, text in reply["outputs"]]
    show = "await Deno.jupyter.display({ 'text/plain': 'x'.repeat(size) }, raw);"
    raw = "const raw = { raw: true };"
    found["many displays"] = [
        [text[:90] for _, text in run(f"{raw} {code}; 'result'")["outputs"]]
        for code in (
            f"for (let i = 0, size = 1; i < 3000; i++) {show}",
            f"for (let i = 0, size = 1e6; i < 30; i++) {show}",
        )
    ]
    say = "await Deno.jupyter.broadcast('stream', { name: 'stdout', text });"
    loop = f'for (let i = 0, text = "y".repeat(500); i < 3000; i++) {say}'
    texts = [text for _, text in run(loop)["outputs"]]
    found["many streams"] = [len(texts), sum(t.count("y") for t in texts), texts[-1]]
    found["no display"] = run('({ [Symbol.for("Jupyter.display")]: () => 5 })')
    found["thrown"] = [
        run(f"throw {value}")
        for value in ("null", "undefined", "10n", "'a text'", "{ a: 1 }")
    ]
    found["first line"] = run("#!/usr/bin/env deno\n6 * 7")
    found["decorated"] = run(
        """@((): void => {
  throw new Error("decorating");
})
class Decorated {}"""
    )
    found["behind it"] = run('throw new Error("next")')
    found["surrogate"] = run("JSON.parse('\"\\\\ud800\"')")

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

    # Names that our own code uses
    run("let Symbol = 1, Promise = 2, Set = 3, Array = 4, console = 5, Object = 6;")
    found["names of ours"] = [run("7"), run('throw new Error("x")'), run("Symbol")]
    found["names of Deno's"] = run("const JSON = 1;")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
json.dump(found, sys.stdout)
