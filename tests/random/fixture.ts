import { createHash } from "node:crypto";
import { assertEquals } from "@std/assert";
import fixture from "../fixtures/random.json" with { type: "json" };

/** What PyTorch drew; `tests/fixtures/make_random.py` made it. */
export { fixture };

/** A whole array of PyTorch's: its length, its first values, its bytes' digest. */
interface Digest {
  count: number;
  first: number[];
  sha256: string;
}

type Values = Float32Array | Int32Array | Uint8Array;

/** Asserts that every bit is PyTorch's. */
export function assertSameBits(
  values: Values,
  expected: Digest,
  what: string,
): void {
  assertEquals(values.length, expected.count, what);
  assertEquals([...values.subarray(0, 4)], expected.first, what);
  const bytes = new Uint8Array(
    values.buffer,
    values.byteOffset,
    values.byteLength,
  );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assertEquals(sha256, expected.sha256, what);
}
