import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { startLab } from "../browser/lab_server.ts";

Deno.test("JupyterLab opens on the notebooks with our kernel, as root too, explains remote access, and ends with its task", async () => {
  await using lab = await startLab([], { SSH_CONNECTION: "::1 1 ::1 22" });
  const { url } = lab;
  const page = await fetch(url);
  assertEquals(new URL(page.url).pathname, "/lab/tree/notebooks");
  assertEquals(page.status, 200);
  await page.body?.cancel();
  const { default: kernel } = await json("api/kernelspecs", url);
  assertEquals(kernel, "mle-deno");
  const { content } = await json("api/contents/notebooks", url);
  assert(
    content.some(({ path }: { path: string }) =>
      path === "notebooks/exercise_1_derivations.ipynb"
    ),
  );
  assertEquals(await lab.end(), 0);
  assertStringIncludes(await lab.said, "ssh -N -L 8888:localhost:8888 ");
  await assertRejects(() => fetch(url), TypeError);
});

async function json(path: string, { origin, search }: URL) {
  const response = await fetch(`${origin}/${path}${search}`);
  assertEquals(response.status, 200);
  return await response.json();
}
