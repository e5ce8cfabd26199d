/**
 * Runs notebooks for a Dask worker (mle_worker.py), each in a sandbox of its
 * own. First comes a line with what this machine is; then lines go both ways, a
 * notebook's number before a space and JSON. A number alone ends its notebook.
 */
import { inKernels } from "../grade/run_lists.ts";
import { ourCourse } from "../grade/course.ts";
import { DEFAULT_LIMITS, Sandboxes, sandboxProblem } from "../sandbox/mod.ts";
import { TextLineStream } from "../../shared/lines.ts";
import { identityOf } from "./identity.ts";
import { type Answer, ANSWER_BYTES, type Work } from "./protocol.ts";

const { version, studentsWorkspace: workspace } = await ourCourse();
const running = new Map<string, AbortController>();
const encoder = new TextEncoder();

say(encoder.encode(JSON.stringify({
  identity: await identityOf(version),
  problem: await sandboxProblem() ?? null,
  memoryBytes: DEFAULT_LIMITS.memoryBytes,
})));
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
const runs: Promise<void>[] = [];
for await (const line of lines) {
  const [id, json] = [line.split(" ", 1)[0], line.slice(line.indexOf(" ") + 1)];
  if (json === "") running.get(id)?.abort();
  else runs.push(answer(id, JSON.parse(json)));
}
for (const run of running.values()) run.abort();
await Promise.all(runs);

async function answer(id: string, work: Work): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  const bytesOf = (answer: Answer) => encoder.encode(JSON.stringify(answer));
  let bytes = bytesOf(
    await resultsOf(work, stop.signal).catch((error) =>
      failure(work, `The worker failed on it: ${error}`)
    ),
  );
  if (bytes.length > ANSWER_BYTES) {
    bytes = bytesOf(failure(work, "Its outputs are too long to be sent."));
  }
  running.delete(id);
  say(encoder.encode(`${id} `), bytes);
}

async function resultsOf(
  { hidden, limits, patienceMs, lists }: Work,
  signal: AbortSignal,
): Promise<Answer> {
  await using sandboxes = new Sandboxes(
    { workspace, hidden, limits, signal },
    1,
  );
  return await inKernels(() => sandboxes.open(), patienceMs)(lists);
}

function failure({ lists }: Work, message: string): Answer {
  const [{ id }] = lists.flatMap(({ cells }) => cells);
  const end = { id, end: "failed", message } as const;
  return [{ cells: [], endings: [], end }];
}

/** Says a whole line; nothing else is said meanwhile. */
function say(...parts: Uint8Array[]): void {
  for (let left of [...parts, encoder.encode("\n")]) {
    while (left.length > 0) left = left.subarray(Deno.stdout.writeSync(left));
  }
}
