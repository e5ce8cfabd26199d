import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DISPLAY, type Displayable } from "mle/display/mod.ts";
import "mle/notebook/mod.ts";
import pl from "nodejs-polars";

const show = (frame: unknown) =>
  (frame as Displayable)[DISPLAY]() as Record<string, string>;

Deno.test("a Polars frame shows a table for reading", () => {
  const frame = pl.DataFrame({ loss: [0.1 + 0.2, 1], name: ["a<b", null] });
  assertEquals(Object.keys(show(frame)), ["text/html", "text/plain"]);
  assertEquals(
    show(frame)["text/plain"],
    `Polars frame [2, 2]\n  loss  name\n0.3000  a<b\n1.0000  –`,
  );
});

Deno.test("frames that Polars derives are shortened alike", async () => {
  const frame = pl.DataFrame({ a: [1, 1, 2], b: [1, 2, 3] });
  for (
    const made of [
      frame.filter(pl.col("a").gt(1)),
      frame.select("a", "b").head(1),
      frame.groupBy("a").agg(pl.col("b").sum()).head(1),
      await frame.lazy().limit(1).collect(),
      frame.getColumn("a").toFrame().withColumn(pl.lit(1).alias("b")).head(1),
      pl.concat([frame, frame]).tail(1),
    ]
  ) assert(show(made)["text/plain"].startsWith("Polars frame [1, 2]\n"));
});

Deno.test("columns may be called as the frame's own properties", () => {
  const column = Array.from({ length: 30 }, (_, i) => i);
  const frame = pl.DataFrame({ height: column, shape: column });
  assertEquals(
    show(frame)["text/plain"].split("\n").slice(0, 2),
    ["Polars frame [30, 2]", "30 rows, the first and last 8"],
  );
});

Deno.test("structs, which Polars does not hand out, are drawn by Polars", () => {
  const shown = show(pl.DataFrame({ struct: [{ x: 1 }] }));
  assertEquals(Object.keys(shown), ["text/plain"]);
  assertStringIncludes(shown["text/plain"], "{1.0}");
});

Deno.test("lists, dates and big integers are readable", () => {
  const frame = pl.DataFrame({
    list: [[1, 2]],
    date: [new Date(0)],
    big: [2n ** 62n],
  });
  assertEquals(
    show(frame)["text/plain"].split("\n").at(-1)?.split(/ {2,}/),
    ["[1,2]", "1970-01-01T00:00:00.000Z", "4611686018427387904"],
  );
});
