/**
 * What crosses between machines: work for a worker, and what the bridge says.
 * Answers are not believed before they have passed a schema.
 *
 * @module
 */
import Type, { type Static } from "typebox";
import { digestOf } from "../grade/digest.ts";
import type { CellList } from "../grade/run_lists.ts";
import { CellOutcome, type Limits, RunEnd } from "../sandbox/mod.ts";

const Text = Type.String();
const Strict = { additionalProperties: false };

/** The most that an answer may have, in bytes. */
export const ANSWER_BYTES = 2 ** 26;

/** A notebook to run in a sandbox. */
export interface NotebookWork {
  /** What the kernel must not see if the worker has it. */
  hidden: string[];
  limits: Partial<Limits>;
  patienceMs: number;
  lists: readonly CellList[];
}

/** A run of `deno task train`. */
export interface TrainingWork {
  args: string[];
}

export type Work = NotebookWork | TrainingWork;

const Ending = Type.Object({ id: Text, end: RunEnd, message: Text }, Strict);

/** The results of a notebook's lists of cells. */
export const NotebookAnswer = Type.Array(
  Type.Object({
    cells: Type.Array(CellOutcome),
    endings: Type.Array(Ending),
    end: Type.Optional(Ending),
  }, Strict),
  { minItems: 1 },
);

/** The files of a run in base64, or why there are none. */
export const TrainingAnswer = Type.Union([
  Type.Object({
    files: Type.Object({
      "history.csv": Text,
      "last.safetensors": Text,
      "best.safetensors": Type.Optional(Text),
    }, Strict),
  }, Strict),
  Type.Object({ failed: Text }, Strict),
]);

/** What the bridge says. */
export const BridgeEvent = Type.Union([
  Type.Object({
    event: Type.Literal("cluster"),
    workers: Type.Integer(),
    /** How much work they do at a time. */
    width: Type.Integer(),
    /** Workers that get no work, and why. */
    refused: Type.Array(Text),
    dashboard: Text,
  }, Strict),
  Type.Object({
    event: Type.Literal("answer"),
    id: Type.Integer(),
    /** Null if all workers that tried have ended. */
    text: Type.Union([Text, Type.Null()]),
  }, Strict),
]);

/** The name of the resource that workers with an identity offer. */
export function resourceOf(identity: Record<string, string>): string {
  return `mle-${digestOf(identity).slice(0, 16)}`;
}

export type NotebookAnswer = Static<typeof NotebookAnswer>;
export type BridgeEvent = Static<typeof BridgeEvent>;
