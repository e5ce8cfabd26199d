import { assertEquals } from "@std/assert";
import { normalizePixels, scalePixels } from "mle/data/mod.ts";
import fixture from "../fixtures/normalized_pixels.json" with { type: "json" };

Deno.test("normalizePixels scales to -1 … 1", () => {
  const normalized = normalizePixels(Uint8Array.of(0, 255, 51));
  assertEquals(normalized, Float32Array.of(-1, 1, -0.6));
});

Deno.test("normalizePixels gives PyTorch's numbers, bit for bit", () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (const array of [pixels, Float32Array.from(pixels)]) {
    const normalized = normalizePixels(array);
    assertEquals([...new Uint32Array(normalized.buffer)], fixture.bits);
  }
});

Deno.test("scalePixels scales to 0 … 1, bytes as other numbers", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const expected = Float32Array.from(bytes, (byte) => byte / 255);
  assertEquals(scalePixels(bytes), expected);
  assertEquals(scalePixels(Float32Array.from(bytes)), expected);
  assertEquals(scalePixels(Float32Array.of(0.5)), Float32Array.of(0.5 / 255));
});
