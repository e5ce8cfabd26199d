import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";

Deno.test("JupyterLab opens on the notebooks with Deno's kernel, and ends with its task", async () => {
  const lab = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(ROOT, "scripts", "lab.ts")]
      .concat(["--no-browser", "--port", "0"]),
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const { url, rest } = await addressOf(lab.stderr);
  try {
    const page = await firstAnswer(url);
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
  } finally {
    lab.kill("SIGTERM");
  }
  assertEquals((await lab.status).code, 0);
  await rest;
  await assertRejects(() => fetch(url), TypeError);
});

/** The address that JupyterLab prints, and what reads on until its end. */
async function addressOf(
  stderr: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<{ url: URL; rest: Promise<void> }> {
  const reader = stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`JupyterLab did not start:\n${text}`);
    text += value;
    const found = /http:\/\/127\.0\.0\.1:\d+\/\S*\?token=\w+/.exec(text);
    if (!found) continue;
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    return { url: new URL(found[0]), rest: rest() };
  }
}

/** What it answers as soon as it listens, which is after it says where. */
async function firstAnswer(url: URL): Promise<Response> {
  for (let left = 300; left > 0; left--) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return response;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing answers at ${url}`);
}

async function json(path: string, { origin, search }: URL) {
  const response = await fetch(`${origin}/${path}${search}`);
  assertEquals(response.status, 200);
  return await response.json();
}
