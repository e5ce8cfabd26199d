/**
 * What crosses between machines: a notebook's work and its answer, and what the
 * bridge says. An answer is not believed before it has passed its schema.
 *
 * @module
 */
import Type, { type Static } from "typebox";
import type { CellList } from "../grade/run_lists.ts";
import { CellOutcome, type Limits, RunEnd } from "../sandbox/mod.ts";

const Text = Type.String();
const Strict = { additionalProperties: false };

/** The most that an answer may have, in bytes; also in bridge.py. */
export const ANSWER_BYTES = 2 ** 26;

/** What a worker does for one notebook. */
export interface Work {
  /** What the kernel must not see if the worker has it. */
  hidden: string[];
  limits: Partial<Limits>;
  patienceMs: number;
  lists: readonly CellList[];
}

const Ending = Type.Object({ id: Text, end: RunEnd, message: Text }, Strict);

/** The results of a notebook's lists of cells. */
export const Answer = Type.Array(
  Type.Object({
    cells: Type.Array(CellOutcome),
    endings: Type.Array(Ending),
    end: Type.Optional(Ending),
  }, Strict),
  { minItems: 1 },
);

/** What the bridge says. */
export const BridgeEvent = Type.Union([
  Type.Object({
    event: Type.Literal("cluster"),
    workers: Type.Integer(),
    /** How many notebooks they run at a time. */
    notebooks: Type.Integer(),
    /** Workers that get no work, and why. */
    refused: Type.Array(Text),
    dashboard: Text,
  }, Strict),
  Type.Object({
    event: Type.Literal("answer"),
    id: Type.Integer(),
    text: Text,
  }, Strict),
  Type.Object({
    event: Type.Literal("lost"),
    id: Type.Integer(),
    message: Text,
  }, Strict),
]);

export type Answer = Static<typeof Answer>;
export type BridgeEvent = Static<typeof BridgeEvent>;
