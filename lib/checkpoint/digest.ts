import { createHash } from "node:crypto";
import type { StateDict } from "../nn/mod.ts";

/** A SHA-256 digest of numbers and facts, in the order in which they are added. */
export class Digest {
  readonly #hash = createHash("sha256");

  /** Adds the bytes of an array. */
  addBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): this {
    this.#hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    return this;
  }

  /** Adds a value that JSON can represent. */
  addFacts(facts: unknown): this {
    this.#hash.update(JSON.stringify(facts));
    return this;
  }

  /** Adds the names, shapes and elements of all tensors. */
  addStateDict(stateDict: StateDict): this {
    const sorted = [...stateDict].sort(([a], [b]) => a < b ? -1 : 1);
    for (const [name, { dtype, shape, data }] of sorted) {
      this.addFacts([name, dtype, shape]).addBytes(data);
    }
    return this;
  }

  /** The digest as 64 hexadecimal digits; nothing can be added afterwards. */
  toString(): string {
    return this.#hash.digest("hex");
  }
}
