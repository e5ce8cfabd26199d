import { MersenneTwister, STATE_WORDS } from "./mersenne_twister.ts";

/** The complete state of a generator. */
export interface GeneratorState {
  seed: bigint;
  engine: MersenneTwister;
  /** The second normal of the last pair, if it has not been returned yet. */
  nextNormal: number | undefined;
}

/** The size of a saved state in bytes, as returned by `torch.get_rng_state()`. */
export const STATE_BYTES = 5056;

// Offsets of the fields of PyTorch's CPUGeneratorImplState; little endian.
const SEED = 0; // uint64
const LEFT = 8; // int32, draws until the words are renewed, that one included
const SEEDED = 12; // int32
const NEXT = 16; // uint64
const WORDS = 24; // uint64 each
const NORMAL = 5024; // float64
const HAS_NORMAL = 5040; // int32

/** Writes a state byte for byte as `torch.get_rng_state()` does. */
export function encodeState(
  { seed, engine, nextNormal }: GeneratorState,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(STATE_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(SEED, seed, true);
  view.setInt32(LEFT, draws(engine.next), true);
  view.setInt32(SEEDED, 1, true);
  view.setUint32(NEXT, engine.next, true);
  engine.words.forEach((word, i) => view.setUint32(WORDS + 8 * i, word, true));
  if (nextNormal !== undefined) {
    view.setFloat64(NORMAL, nextNormal, true);
    view.setInt32(HAS_NORMAL, 1, true);
  }
  return bytes;
}

/**
 * Reads what {@linkcode encodeState} or `torch.get_rng_state()` wrote.
 *
 * @throws {TypeError} `bytes` is not a Uint8Array
 * @throws {RangeError} `bytes` is not the state of a generator
 */
export function decodeState(bytes: Uint8Array): GeneratorState {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(
      "Cannot set the generator's state: expected the Uint8Array that " +
        `getState() gave, got ${bytes === null ? "null" : typeof bytes}`,
    );
  }
  if (bytes.length !== STATE_BYTES) {
    throw new RangeError(
      `Cannot set the generator's state: expected ${STATE_BYTES} bytes, got ${bytes.length}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const next = view.getBigUint64(NEXT, true);
  const left = view.getInt32(LEFT, true);
  if (
    view.getInt32(SEEDED, true) !== 1 || next > STATE_WORDS ||
    left !== draws(Number(next))
  ) {
    throw new RangeError(
      "Cannot set the generator's state: expected a Mersenne Twister's state, " +
        `got one with ${next} of ${STATE_WORDS} words used and ${left} left`,
    );
  }
  const engine = new MersenneTwister(0);
  engine.next = Number(next);
  for (let i = 0; i < STATE_WORDS; i++) {
    engine.words[i] = view.getUint32(WORDS + 8 * i, true);
  }
  return {
    seed: view.getBigUint64(SEED, true),
    engine,
    nextNormal: view.getInt32(HAS_NORMAL, true)
      ? view.getFloat64(NORMAL, true)
      : undefined,
  };
}

/**
 * The number of draws until the words are renewed, when `next` of them are used
 * up.
 */
function draws(next: number): number {
  return next === 0 ? 1 : STATE_WORDS + 1 - next;
}
