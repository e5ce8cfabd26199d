import { assertEquals } from "@std/assert";
import { countPerClass } from "mle/data/labelled_pictures.ts";

Deno.test("countPerClass counts every class, also one without pictures", () => {
  assertEquals(countPerClass(Uint8Array.of(2, 0, 2, 2), 4), [1, 0, 3, 0]);
  assertEquals(countPerClass(Uint8Array.of(), 2), [0, 0]);
});
