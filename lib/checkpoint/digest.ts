import { createHash } from "node:crypto";
import type { StateDict } from "../nn/mod.ts";

/** A SHA-256 over numbers and facts, in the order in which they are added. */
export class Digest {
  readonly #hash = createHash("sha256");

  /** Adds the bytes of an array. */
  addBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): this {
    this.#hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    return this;
  }

  /** Adds what JSON can say. */
  addFacts(facts: unknown): this {
    this.#hash.update(JSON.stringify(facts));
    return this;
  }

  /** Adds the names, shapes and numbers of all tensors. */
  addStateDict(stateDict: StateDict): this {
    const sorted = [...stateDict].sort(([a], [b]) => a < b ? -1 : 1);
    for (const [name, { dtype, shape, data }] of sorted) {
      this.addFacts([name, dtype, shape]).addBytes(data);
    }
    return this;
  }

  /** The digest, 64 hexadecimal digits; nothing can be added after it. */
  toString(): string {
    return this.#hash.digest("hex");
  }
}
