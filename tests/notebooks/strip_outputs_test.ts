import { assertEquals, assertThrows } from "@std/assert";
import { findNotebooks, NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { stripOutputs } from "../../scripts/notebooks/strip_outputs.ts";

const executed = {
  nbformat_minor: 5,
  nbformat: 4,
  metadata: { kernelspec: { name: "mle-deno" } },
  cells: [
    { source: ["# Title"], metadata: {}, id: "title", cell_type: "markdown" },
    {
      cell_type: "code",
      execution_count: 3,
      id: "sum",
      metadata: { tags: ["b", "a"], execution: { iopub: "2026" } },
      outputs: [{ output_type: "stream", name: "stdout", text: ["2\n"] }],
      source: "1 + 1\n// ✓",
    },
  ],
};

Deno.test("outputs, counts and times go, all else stays as Jupyter writes it", () => {
  const stripped = stripOutputs(JSON.stringify(executed), "x.ipynb");
  assertEquals(
    stripped,
    `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "title",
   "metadata": {},
   "source": [
    "# Title"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "sum",
   "metadata": {
    "tags": [
     "b",
     "a"
    ]
   },
   "outputs": [],
   "source": [
    "1 + 1\\n",
    "// ✓"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "mle-deno"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`,
  );
  assertEquals(stripOutputs(stripped, "x.ipynb"), stripped);
});

Deno.test("our notebooks have no outputs and are as Jupyter writes them", async () => {
  for (const path of await findNotebooks(NOTEBOOKS)) {
    const text = await Deno.readTextFile(path);
    assertEquals(stripOutputs(text, path), text, "run `deno task strip`");
  }
});

Deno.test("what is no notebook is refused, with its path", () => {
  assertThrows(
    () => stripOutputs("{}", "x.ipynb"),
    TypeError,
    "Cannot strip x.ipynb: expected a notebook with cells, got {}",
  );
  assertThrows(
    () => stripOutputs("<<<<<<< HEAD", "x.ipynb"),
    TypeError,
    "Cannot strip x.ipynb: expected a notebook as JSON",
  );
});
