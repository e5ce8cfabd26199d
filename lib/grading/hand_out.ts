import { defaultGenerator, manualSeed } from "../random/mod.ts";
import { type HandedOut, type Ticket, VALUES_MIME } from "./contract.ts";
import { toJsonValue } from "./json_value.ts";

/** The values that a grade cell computes for grading, by descriptive names. */
export type ValuesToHandOut = Record<string, () => unknown | Promise<unknown>>;

const MAX_ERROR_LENGTH = 600;

/**
 * Displays values for grading. Each value is computed separately, so that one
 * that throws loses only itself; they are compared outside of the notebook.
 * Each computation starts with the default generator freshly seeded; afterwards
 * the generator is restored.
 *
 * Nonce and seed come from the grader; outside of grading the nonce is empty
 * and the seed 0.
 *
 * @param values Makes the values from the seed, with the same names for every
 * seed.
 *
 * @example
 * ```ts
 * import { handOut } from "mle/grading/mod.ts";
 *
 * await handOut((seed) => ({ "twice the seed": () => 2 * seed }));
 * ```
 */
export async function handOut(
  values: (seed: number) => ValuesToHandOut,
): Promise<void> {
  const handedOut = await computeValues(values);
  const count = Object.keys(handedOut.values).length;
  const data = {
    [VALUES_MIME]: handedOut,
    "text/plain": `Handed out ${count} value${count === 1 ? "" : "s"}`,
  };
  const content = { data, metadata: {}, transient: {} };
  await Deno.jupyter.broadcast("display_data", content);
}

/** Computes what {@linkcode handOut} displays. */
export async function computeValues(
  values: (seed: number) => ValuesToHandOut,
): Promise<HandedOut> {
  const { nonce, seed } = takeTicket();
  const generatorState = defaultGenerator.getState();
  const computed: HandedOut["values"] = {};
  for (const [name, value] of Object.entries(values(seed))) {
    manualSeed(seed);
    try {
      computed[name] = { value: toJsonValue(await value()) };
    } catch (error) {
      computed[name] = { error: describe(error).slice(0, MAX_ERROR_LENGTH) };
    }
  }
  defaultGenerator.setState(generatorState);
  return { nonce, values: computed };
}

/** Takes this cell's ticket and removes it, so that no other cell can see it. */
function takeTicket(): Ticket {
  const holder = globalThis as { mleTicket?: Ticket };
  const { nonce = "", seed = 0 } = holder.mleTicket ?? {};
  Reflect.deleteProperty(holder, "mleTicket");
  return { nonce, seed };
}

function describe(error: unknown): string {
  try {
    return error instanceof Error
      ? `${error.name}: ${error.message}`
      : String(error);
  } catch {
    return "something was thrown that has no text";
  }
}
