import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DISPLAY } from "mle/display/mod.ts";
import { Chart } from "mle/plot/mod.ts";

const parabola = () =>
  new Chart({
    title: "Parabola",
    data: { values: [{ x: 1, y: 1 }, { x: 2, y: 4 }] },
    mark: "line",
    encoding: {
      x: { field: "x", type: "quantitative" },
      y: { field: "y", type: "quantitative" },
    },
  }, "y grows from 1 to 4");

Deno.test("a notebook gets the live chart, a still picture and a line of text", async () => {
  const chart = parabola();
  const bundle = await chart[DISPLAY]();

  assertEquals(Object.keys(bundle), [
    "application/vnd.vega.v5+json",
    "image/svg+xml",
    "text/plain",
  ]);
  assertEquals(bundle["application/vnd.vega.v5+json"], chart.toVega());
  assertStringIncludes(bundle["image/svg+xml"] as string, ">Parabola</text>");
  assertEquals(bundle["text/plain"], "y grows from 1 to 4");
});

Deno.test("a notebook's file holds no digits that nobody can see", () => {
  const values = [{ x: 1234567, y: 1 / 3 }];
  const chart = new Chart({ data: { values }, mark: "point" }, "a point");
  const [{ values: stored }] = chart.toVega().data as { values: unknown }[];
  assertEquals(stored, [{ x: 1234567, y: 0.333333 }]);
  assertEquals(values[0].y, 1 / 3);
});

Deno.test("a chart is saved as SVG or as its spec, and as no other file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await parabola().save(`${folder}/chart.svg`);
    await parabola().save(`${folder}/chart.json`);

    assertStringIncludes(
      await Deno.readTextFile(`${folder}/chart.svg`),
      "Parabola",
    );
    assertEquals(
      JSON.parse(await Deno.readTextFile(`${folder}/chart.json`)),
      parabola().spec,
    );
    assertEquals(
      Array.from(Deno.readDirSync(folder), (entry) => entry.name).sort(),
      ["chart.json", "chart.svg"],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a failed save leaves nothing half-written", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/taken.svg`);
    await assertRejects(() => parabola().save(`${folder}/taken.svg`));
    assertEquals(
      Array.from(Deno.readDirSync(folder), (entry) => entry.name),
      ["taken.svg"],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a name with another ending is refused", async () => {
  await assertRejects(
    () => parabola().save("chart.gif"),
    RangeError,
    "Cannot save chart: expected a path ending in .svg or .json, got chart.gif",
  );
});
