/**
 * The messages between this process and the driver, one line of JSON each:
 * schemas that both sides check against, and types derived from them.
 *
 * First comes a {@linkcode Start}, upon which a kernel starts. For each
 * {@linkcode Work} that follows, the driver tells {@linkcode DriverEvent}s up to
 * `end`.
 *
 * @module
 */
import Type, { type Static } from "typebox";

const Count = Type.Integer({ minimum: 0 });
const Text = Type.String();
const NullableText = Type.Union([Text, Type.Null()]);
const Strict = { additionalProperties: false };

/**
 * What a notebook may use besides its one processor, together with everything
 * that it starts.
 */
const Limits = Type.Object({
  /** Memory, files in the writable folder included, in bytes. */
  memoryBytes: Count,
  /** Time of one cell, in ms. */
  cellMs: Count,
  /** Time of the whole notebook from its first cell on, in ms. */
  notebookMs: Count,
  /** Processor time of one process, in s. */
  cpuS: Count,
  /** How much of a cell's output is kept, in bytes; the rest is cut off. */
  outputBytes: Count,
  /** How much the kernel may send in all, in bytes. */
  totalOutputBytes: Count,
  /** How many messages of a cell are kept; the rest is cut off. */
  messages: Count,
  /** Processes and threads. */
  processes: Count,
  /** All files together, in bytes. */
  diskBytes: Count,
  /** One file, in bytes. */
  fileBytes: Count,
  /** Files that a process has open. */
  openFiles: Count,
}, Strict);

/** Where to run a kernel. Paths are as the driver sees them. */
const Start = Type.Object({
  /** The kernel's command; null stands for the number of the open file with the filter of system calls. */
  argv: Type.Array(NullableText, { minItems: 1 }),
  env: Type.Record(Text, Text),
  workspace: Text,
  /** Which parts of the workspace are copied, and where to. */
  seen: Type.Array(Text),
  project: Text,
  connectionFile: Text,
  /** The processes that the driver can see, and the folder they can write to; null without a sandbox. */
  proc: NullableText,
  scratch: NullableText,
  limits: Limits,
  /** The process on whose behalf all this is done. */
  owner: Count,
  /** The processor that the kernel keeps to, counted from 0. */
  slot: Count,
}, Strict);

/** A cell's code, and its name in events. */
const CellToRun = Type.Object({ id: Text, source: Text }, Strict);

/** Cells to run, and texts that the project gets before, by their path in it. */
const Work = Type.Object({
  files: Type.Record(Text, Text),
  cells: Type.Array(CellToRun),
}, Strict);

const Data = Type.Record(Text, Type.Unknown());

/** A cell's output in nbformat's form. */
const Output = Type.Union([
  Type.Object({
    output_type: Type.Literal("stream"),
    name: Type.Union([Type.Literal("stdout"), Type.Literal("stderr")]),
    text: Text,
  }, Strict),
  Type.Object({
    output_type: Type.Literal("display_data"),
    data: Data,
    metadata: Data,
  }, Strict),
  Type.Object({
    output_type: Type.Literal("execute_result"),
    execution_count: Type.Union([Type.Integer(), Type.Null()]),
    data: Data,
    metadata: Data,
  }, Strict),
  Type.Object({
    output_type: Type.Literal("error"),
    ename: Text,
    evalue: Text,
    traceback: Type.Array(Text),
  }, Strict),
]);

/** How a run ended; `failed` is not the notebook's fault. */
export const RunEnd = Type.Union([
  Type.Literal("finished"),
  Type.Literal("cell time"),
  Type.Literal("notebook time"),
  Type.Literal("output"),
  Type.Literal("memory"),
  Type.Literal("kernel died"),
  Type.Literal("stopped"),
  Type.Literal("failed"),
]);

const Told = {
  id: Text,
  /** The error; if the run ended with this cell, its name says how. */
  error: Type.Optional(Type.Object({ name: Text, message: Text }, Strict)),
  /** Set if it ran over its time and was stopped; its kernel lives. */
  interrupted: Type.Optional(Type.Literal(true)),
  /** Output that arrived while the cell ran. */
  outputs: Type.Array(Output),
  durationMs: Count,
};
const [Ok, Failed] = [Type.Literal("ok"), Type.Literal("error")];

/** The outcome of a cell. */
export const CellOutcome = Type.Object({
  ...Told,
  status: Type.Union([Ok, Failed, Type.Literal("not reached")]),
  /** Output that names this cell as its origin but arrived after it had ended. */
  late: Type.Array(Output),
}, Strict);

/** An event from the driver. */
const DriverEvent = Type.Union([
  Type.Object({
    event: Type.Literal("outcome"),
    ...Told,
    status: Type.Union([Ok, Failed]),
  }, Strict),
  /** What names a cell as its origin but arrived after it had ended. */
  Type.Object({
    event: Type.Literal("late"),
    id: Text,
    outputs: Type.Array(Output),
  }, Strict),
  Type.Object(
    { event: Type.Literal("end"), end: RunEnd, message: Text },
    Strict,
  ),
]);

export type Limits = Static<typeof Limits>;
export type Start = Static<typeof Start>;
export type Work = Static<typeof Work>;
export type CellToRun = Static<typeof CellToRun>;
export type Output = Static<typeof Output>;
export type CellOutcome = Static<typeof CellOutcome>;
export type RunEnd = Static<typeof RunEnd>;
export type DriverEvent = Static<typeof DriverEvent>;

/** The result of running cells. */
export interface SandboxResult {
  /** One for each requested cell, in order. */
  cells: CellOutcome[];
  end: RunEnd;
  /** A description of how it ended, for people. */
  message: string;
}

/** The schemas by what they are of: what this process sends, and what it hears. */
export const PROTOCOL = {
  start: Start,
  work: Work,
  event: DriverEvent,
} as const;
