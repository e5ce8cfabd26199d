import type { Generator } from "mle/random/generator.ts";

/** An integer from 0 to `count` − 1. */
export function below(count: number, generator: Generator): number {
  return generator.random32() % count;
}

type Damage = (bytes: Uint8Array, generator: Generator) => Uint8Array;

// What disks, downloads, editors and people do to files.
const DAMAGES: readonly Damage[] = [
  function flip(bytes, generator) {
    for (let left = 1 + below(8, generator); left > 0; left--) {
      bytes[below(bytes.length, generator)] ^= 1 << below(8, generator);
    }
    return bytes;
  },
  function overwrite(bytes, generator) {
    const start = below(bytes.length, generator);
    const end = start + 1 + below(64, generator);
    const values = [0, 0xff, 0x20, below(256, generator)];
    return bytes.fill(values[below(4, generator)], start, end);
  },
  function cut(bytes, generator) {
    return bytes.slice(0, below(bytes.length, generator));
  },
  function append(bytes, generator) {
    const more = new Uint8Array(1 + below(64, generator));
    return Uint8Array.of(...bytes, ...more.fill(below(256, generator)));
  },
  function leaveOut(bytes, generator) {
    const start = below(bytes.length, generator);
    const end = start + 1 + below(16, generator);
    return Uint8Array.of(...bytes.subarray(0, start), ...bytes.subarray(end));
  },
  function exchange(bytes, generator) {
    const size = 1 + below(Math.min(32, bytes.length), generator);
    const from = below(bytes.length - size + 1, generator);
    const to = below(bytes.length - size + 1, generator);
    return bytes.copyWithin(to, from, from + size);
  },
  function edgeNumber(bytes, generator) {
    const edges = [0n, 1n, 0x7fffffffn, 0xffffffffn, 1n << 40n, -1n];
    const edge = BigInt.asUintN(64, edges[below(edges.length, generator)]);
    const number = new Uint8Array(BigUint64Array.of(edge).buffer);
    const width = [1, 2, 4, 8][below(4, generator)];
    bytes.set(
      number.subarray(0, Math.min(width, bytes.length)),
      below(Math.max(1, bytes.length - width), generator),
    );
    return bytes;
  },
  function webPage(_bytes, generator) {
    const page = "<!DOCTYPE html><html>log in</html>".repeat(20);
    return new TextEncoder().encode(page.slice(0, 40 + below(600, generator)));
  },
];

/** A damaged copy of some bytes. */
export function damaged(bytes: Uint8Array, generator: Generator): Uint8Array {
  let copy: Uint8Array = bytes.slice();
  for (let left = 1 + below(3, generator); left > 0; left--) {
    if (copy.length === 0) break;
    // A file's beginning says most, so half of the damage is done there.
    const head = below(2, generator) === 0 ? 256 : copy.length;
    const part = copy.slice(0, head);
    const damage = DAMAGES[below(DAMAGES.length, generator)];
    copy = Uint8Array.of(...damage(part, generator), ...copy.subarray(head));
  }
  return copy;
}
