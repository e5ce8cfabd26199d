/**
 * Works for a Dask worker (mle_worker.py): runs notebooks, each in a sandbox of
 * its own, and trainings. First comes a line with what this machine is; then
 * lines go both ways, a number before a space and JSON. A number alone ends its
 * work.
 */
import { join } from "node:path";
import { inKernels } from "../grade/run_lists.ts";
import { ourCourse } from "../grade/course.ts";
import { DEFAULT_LIMITS, Sandboxes } from "../sandbox/mod.ts";
import { TextLineStream } from "../../shared/lines.ts";
import { trainerHere } from "../sweep/runs.ts";
import { identityHere } from "./identity.ts";
import { failure } from "./notebooks.ts";
import {
  ANSWER_BYTES,
  type NotebookAnswer,
  type NotebookWork,
  resourceOf,
  type TrainingWork,
  type Work,
} from "./protocol.ts";

// How long a kernel waits for the next notebook.
const IDLE_MS = 5_000;

const { studentsWorkspace: workspace } = await ourCourse();
const identity = await identityHere();
const running = new Map<string, AbortController>();
const encoder = new TextEncoder();
const trainer = trainerHere();
/** By their settings, as JSON: graders have their own. */
const sandboxes = new Map<string, Sandboxes>();
let idle: ReturnType<typeof setTimeout> | undefined;
let isOver = false;

say(encoder.encode(JSON.stringify({
  identity,
  resource: resourceOf(identity),
  memoryBytes: DEFAULT_LIMITS.memoryBytes,
})));
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
const works: Promise<void>[] = [];
for await (const line of lines) {
  const [id, json] = [line.split(" ", 1)[0], line.slice(line.indexOf(" ") + 1)];
  if (json === "") running.get(id)?.abort();
  else works.push(answer(id, JSON.parse(json)));
}
isOver = true; // and what ends now has not come to its end
for (const work of running.values()) work.abort();
await Promise.all(works);
await closeSandboxes();

async function answer(id: string, work: Work): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  clearTimeout(idle);
  const [todo, failed] = "lists" in work
    ? [runNotebook(work, stop.signal), failure]
    : [train(work, stop.signal), (failed: string) => ({ failed })];
  const bytesOf = (answer: unknown) => encoder.encode(JSON.stringify(answer));
  let bytes = bytesOf(
    await todo.catch((error) => failed(`The worker failed on it: ${error}`)),
  );
  if (bytes.length > ANSWER_BYTES) {
    bytes = bytesOf(failed("Its outputs are too long to be sent."));
  }
  running.delete(id);
  if (running.size === 0) idle = setTimeout(closeSandboxes, IDLE_MS);
  if (!isOver) say(encoder.encode(`${id} `), bytes);
}

function runNotebook(
  { hidden, limits, patienceMs, lists }: NotebookWork,
  signal: AbortSignal,
): Promise<NotebookAnswer> {
  const key = JSON.stringify([hidden, limits]);
  const settings = { workspace, hidden, limits };
  const here = sandboxes.getOrInsertComputed(
    key,
    () => new Sandboxes(settings, Infinity),
  );
  return inKernels(() => here.open(signal), patienceMs)(lists);
}

/** Ends kernels that wait for a notebook. */
async function closeSandboxes(): Promise<void> {
  clearTimeout(idle);
  const all = [...sandboxes.values()];
  sandboxes.clear();
  for (const each of all) await each[Symbol.asyncDispose]();
}

async function train(
  { args }: TrainingWork,
  signal: AbortSignal,
): Promise<{ files: Record<string, string> }> {
  const parent = await Deno.makeTempDir({ prefix: "mle-train-" });
  try {
    const folder = join(parent, "run");
    await trainer.train({ args, folder }, signal);
    const files: Record<string, string> = {};
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile) continue; // checkpoints
      files[name] = (await Deno.readFile(join(folder, name))).toBase64();
    }
    return { files };
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** Says a whole line; nothing else is said meanwhile. */
function say(...parts: Uint8Array[]): void {
  for (let left of [...parts, encoder.encode("\n")]) {
    while (left.length > 0) left = left.subarray(Deno.stdout.writeSync(left));
  }
}
