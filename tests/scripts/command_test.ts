import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  type Command,
  CommandError,
  run,
  runOrThrow,
} from "../../scripts/shared/command.ts";

const shell = (script: string) => ({ program: "sh", args: ["-c", script] });

/**
 * A program that writes lines, those that begin with `!` to its standard error.
 * It writes each only when the one before has been read: what is written to two
 * pipes at about the same time has no order.
 */
async function talkative(lines: string[], end: string): Promise<Talk> {
  const folder = await Deno.makeTempDir();
  const says = lines.map((line, i) => {
    const echo = line.startsWith("!")
      ? `echo '${line.slice(1)}' >&2`
      : `echo '${line}'`;
    return `${echo}; until [ -e "$0/${i}" ]; do sleep 0.01; done`;
  });
  const heard: string[] = [];
  return {
    command: {
      program: "sh",
      args: ["-c", [...says, end].join("; "), folder],
      onLine(line) {
        Deno.writeTextFileSync(`${folder}/${heard.length}`, "");
        heard.push(line);
      },
    },
    heard,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

interface Talk extends AsyncDisposable {
  command: Command;
  /** The lines that came, in order. */
  heard: string[];
}

Deno.test("run returns the exit code and the output, and passes on each line as it comes", async () => {
  await using talk = await talkative(["one", "!two", "three"], "exit 3");
  assertEquals(await run(talk.command), {
    code: 3,
    stdout: "one\nthree",
    output: "one\ntwo\nthree",
  });
  assertEquals(talk.heard, ["one", "two", "three"]);
});

Deno.test("run passes arguments and environment on as they are", async () => {
  const { stdout } = await run({
    program: "sh",
    args: ["-c", 'echo "$0|$1|$NAME"', "a b", "ü'\"$x"],
    env: { NAME: "n m" },
  });
  assertEquals(stdout, "a b|ü'\"$x|n m");
});

Deno.test("the error of a failed program holds its output, without progress", async () => {
  await using talk = await talkative(
    ["Download x", "Ignoring y: markers z do not match", "cause", "!more"],
    "exit 4",
  );
  const error = await assertRejects(
    () => runOrThrow(talk.command),
    CommandError,
  );
  const line = ["sh", ...talk.command.args].join(" ");
  assertEquals(error.message, `${line}\ncause\nmore\n(exit code 4)`);
});

Deno.test("an aborted program may clean up", async () => {
  const aborter = new AbortController();
  const { stdout } = await run({
    ...shell(
      "trap 'echo cleaned; exit' TERM; echo ready; while :; do sleep 0.05; done",
    ),
    signal: aborter.signal,
    onLine: (line) => line === "ready" && aborter.abort(),
  });
  assertEquals(stdout, "ready\ncleaned");
});

Deno.test("a program that is aborted while it starts need not be killed", async () => {
  for (let tries = 0; tries < 20; tries++) {
    const aborter = new AbortController();
    const running = run({ ...shell("sleep 60"), signal: aborter.signal });
    setTimeout(() => aborter.abort(), tries % 5);
    const killed = 128 + 9;
    assertNotEquals((await running).code, killed);
  }
});

Deno.test("a program ends with the process that runs it", async () => {
  const folder = await Deno.makeTempDir();
  const module = new URL("../../scripts/shared/command.ts", import.meta.url);
  const script = `import { run } from "${module.href}";
await run({ program: "sh", args: ["-c", "echo $$; exec sleep 60"],
  onLine: (line) => console.log(line) });`;
  await Deno.writeTextFile(`${folder}/parent.ts`, script);
  const parent = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${folder}/parent.ts`],
    stdout: "piped",
  }).spawn();
  const reader = parent.stdout.getReader();
  const { value } = await reader.read();
  const pid = Number(new TextDecoder().decode(value));
  parent.kill("SIGKILL");
  await parent.status;
  await reader.cancel();
  const isAlive = async () => (await run(shell(`kill -0 ${pid}`))).code === 0;
  for (let tries = 0; await isAlive(); tries++) {
    if (tries > 100) throw new Error(`process ${pid} lives on`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await Deno.remove(folder, { recursive: true });
});
