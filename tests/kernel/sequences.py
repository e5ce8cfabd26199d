"""Random cells with Stops at random moments: `sequences.py SEED…` (one per sequence).

Prints what is wrong with what came, a line each; nothing if all is well.
"""

import random
import sys
import threading

from jupyter_client.manager import start_new_kernel

PATIENCE_S = 120
TRAINING = """await withProgress("training", async ({{ signal, onProgress }}) => {{
  let step = 1;
  for (; step <= 60 && !signal.aborted; step++) {{
    await new Promise((go) => setTimeout(go, 2));
    await onProgress({{ epoch: 1, epochs: 1, step, steps: 60 }});
  }}
  return step > 0;
}});
"{token}";"""
CELLS = {
    "compute": '[1, 2, 3].reduce((a, b) => a + b);\n"{token}";',
    "train": TRAINING,
    "sleep": 'await new Promise((go) => setTimeout(go, 40));\n"{token}";',
    "loop": 'for (const end = Date.now() + 30; Date.now() < end;);\n"{token}";',
    "throw": 'throw new Error("{token}");',
    "print": 'for (let i = 0; i < 50; i++) console.log("{token}");\n"{token}";',
}

manager, client = start_new_kernel(kernel_name="mle-deno", startup_timeout=120)
stopping = threading.Lock()


def send(code: str, stop_on_error: bool) -> str:
    return str(client.execute(code, stop_on_error=stop_on_error))


def stop() -> None:
    with stopping:
        client.control_channel.send(client.session.msg("interrupt_request", {}))


def sequence(seed: int) -> list[str]:
    """What is wrong with one sequence: all its cells are sent before the first runs."""
    choose = random.Random(seed)
    kinds = [choose.choice(list(CELLS)) for _ in range(choose.randint(3, 9))]
    stop_on_error = choose.random() < 0.7
    stops = [choose.uniform(0, 0.4) for _ in range(choose.choice([0, 0, 1, 2, 3]))]
    tokens = [f"s{seed}c{i}." for i in range(len(kinds))]
    timers = [threading.Timer(after, stop) for after in stops]
    # An error aborts what waits, so that nothing may come after it.
    # Nor may a Stop that meets it.
    ask = {"silent": True, "allow_stdin": True, "stop_on_error": False}
    gate = client.execute('prompt("go");', **ask)
    client.get_stdin_msg(timeout=PATIENCE_S)
    ids = [
        send(CELLS[kind].format(token=token), stop_on_error)
        for kind, token in zip(kinds, tokens, strict=True)
    ]
    client.input("")
    for timer in timers:
        timer.start()
    said: dict[str, str] = dict.fromkeys(ids, "")
    idle: list[str] = []
    while len(idle) < len(ids):
        message = client.get_iopub_msg(timeout=PATIENCE_S)
        parent = message["parent_header"].get("msg_id")
        if parent not in said:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            idle.append(parent)
        elif kind == "stream":
            said[parent] += content["text"]
        elif kind == "error":
            said[parent] += content["evalue"]
        elif kind == "execute_result":
            said[parent] += content["data"]["text/plain"]
    opened, *replies = [client.get_shell_msg(timeout=PATIENCE_S) for _ in [gate, *ids]]
    assert opened["parent_header"]["msg_id"] == gate
    for timer in timers:
        timer.join()
        # A Stop that is still on its way would meet the next sequence.
        client.get_control_msg(timeout=PATIENCE_S)
    wrong = []
    if [reply["parent_header"]["msg_id"] for reply in replies] != ids or idle != ids:
        wrong.append("not in order")
    aborting = False
    for kind, token, msg_id, reply in zip(kinds, tokens, ids, replies, strict=True):
        status = reply["content"]["status"]
        expected = {"throw": "error"}.get(kind, "ok")
        if status == "aborted" and stop_on_error and (stops or aborting):
            aborting = True
        elif status != expected or aborting:
            wrong.append(f"{kind} is {status}")
        counts = {"aborted": 0, "ok": 51 if kind == "print" else 1, "error": 1}
        if said[msg_id].count(token) != counts[status]:
            wrong.append(f"{kind}, {status}, shows {said[msg_id]!r}")
        if any(other in said[msg_id] for other in tokens if other != token):
            wrong.append(f"{kind} shows what is another's: {said[msg_id]!r}")
        aborting = aborting or (status == "error" and stop_on_error)
    return [f"seed {seed}, {kinds}, Stops at {stops}: {problem}" for problem in wrong]


try:
    client.execute_interactive(
        'import { withProgress } from "mle/notebook/mod.ts";',
        timeout=PATIENCE_S,
        output_hook=lambda message: None,
    )
    for seed in sys.argv[1:]:
        print(*sequence(int(seed)), sep="\n", end="")
    if not manager.is_alive():
        print("The kernel has ended.")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
