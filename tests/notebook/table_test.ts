import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { table } from "mle/notebook/mod.ts";
import { DISPLAY } from "mle/display/mod.ts";
import pl from "nodejs-polars";

Deno.test("numbers of a column are rounded alike, shares as percentages", () => {
  const frame = pl.DataFrame({
    epoch: [1, 10],
    loss: [1.54, 0.1 + 0.2],
    accuracy: [0.5781, 1],
    lr: [0.001, 0.00003],
    note: ["best", null],
  });
  assertEquals(
    table(frame, { percent: ["accuracy"], caption: "History" })
      .bundle["text/plain"],
    [
      "History",
      "epoch    loss  accuracy       lr  note",
      "    1  1.5400   57.81 %    0.001  best",
      "   10  0.3000  100.00 %  0.00003  –",
    ].join("\n"),
  );
});

Deno.test("a long frame is shown without its middle, with a note", () => {
  const epochs = Array.from({ length: 50 }, (_, index) => index + 1);
  const { bundle } = table(pl.DataFrame({ epoch: epochs }));
  const html = bundle["text/html"] as string;

  assertEquals(
    bundle["text/plain"].split("\n").map((line) => line.trim()),
    ["50 rows, the first and last 8", "epoch"]
      .concat([1, 2, 3, 4, 5, 6, 7, 8].map(String), "…")
      .concat([43, 44, 45, 46, 47, 48, 49, 50].map(String)),
  );
  assertEquals(html.split("<tr>").length - 1, 1 + 17);

  // Where a single row would be left out, it takes the place of the dots.
  const short = table(pl.DataFrame({ epoch: epochs.slice(0, 17) }))
    .bundle["text/plain"];
  assertEquals(short.split("\n").length, 1 + 17);
  assertEquals(short.includes("…"), false);
});

Deno.test("a notebook gets HTML, in which values are text", () => {
  const shown = table(pl.DataFrame({ "a<b": ["<i>x</i>", "&"] }))[DISPLAY]();

  assertStringIncludes(shown["text/html"] as string, ">a&lt;b</th>");
  assertStringIncludes(shown["text/html"] as string, ">&lt;i>x&lt;/i></td>");
  assertStringIncludes(shown["text/html"] as string, ">&amp;</td>");
  assertEquals(shown["text/plain"], "a<b\n<i>x</i>\n&");
});

Deno.test("whole numbers beyond what a double holds stay exact", () => {
  const frame = { toRecords: () => [{ seed: 2n ** 63n - 1n }] };
  assertEquals(
    table(frame).bundle["text/plain"],
    "seed\n9223372036854775807".replace("seed", "seed".padStart(19)),
  );
});

Deno.test("an empty frame is a table without rows", () => {
  assertEquals(table(pl.DataFrame({ epoch: [] })).bundle["text/plain"], "");
});

Deno.test("a column that is not there is named", () => {
  assertThrows(
    () => table(pl.DataFrame({ a: [1], b: [2] }), { percent: ["c"] }),
    RangeError,
    "Cannot write table: expected percent to name columns among a, b, got c",
  );
});
