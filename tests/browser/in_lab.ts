import { assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import { relative } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";
import {
  type SampleCell,
  withFolder,
  writeNotebook,
} from "../notebooks/sample.ts";
import { CHROMIUM, startChromium } from "./chromium.ts";
import { LabNotebook } from "./lab_notebook.ts";
import { type LabServer, startLab } from "./lab_server.ts";

let lab: LabServer;
let browser: Browser;
let settings: string;

/** Without checks of types, of which a busy machine says that they take long. */
export const UNCHECKED = { MLE_TYPE_CHECK: "0" };

/** Starts one JupyterLab and one Chromium for all tests of a file. */
export function useJupyterLab(env: Record<string, string> = {}): void {
  if (!CHROMIUM) return;
  Deno.test.beforeAll(async () => {
    settings = await Deno.makeTempDir();
    lab = await startLab([
      "--LabApp.expose_app_in_browser=True",
      `--LabApp.user_settings_dir=${settings}`,
      `--LabApp.workspaces_dir=${settings}`,
    ], env);
    browser = await startChromium();
  });
  Deno.test.afterAll(async () => {
    await browser?.close();
    await lab?.end();
    await Deno.remove(settings, { recursive: true });
  });
}

/** Opens a notebook file in a page of its own. */
export type OpenNotebook = (
  path: string,
  status?: "idle" | "busy",
) => Promise<LabNotebook>;

/** A test with a notebook of these cells, open in JupyterLab with a kernel of its own. */
export function labTest(
  name: string,
  cells: SampleCell[],
  test: (
    notebook: LabNotebook,
    path: string,
    open: OpenNotebook,
  ) => Promise<void>,
): void {
  Deno.test({
    name: CHROMIUM ? name : `${name} (left out: there is no Chromium)`,
    ignore: !CHROMIUM,
    // JupyterLab and Chromium are there before and after.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withFolder(async (folder) => {
        const path = await writeNotebook(folder, "page", cells);
        const context = await browser.newContext({
          viewport: { width: 1280, height: 1000 },
        });
        context.setDefaultTimeout(120_000);
        try {
          const pages: LabNotebook[] = [];
          const open: OpenNotebook = async (path, status) => {
            const notebook = new LabNotebook(await context.newPage());
            pages.push(notebook);
            await notebook.open(lab.url, relative(ROOT, path), status);
            return notebook;
          };
          await test(await open(path), path, open);
          const errors = pages.flatMap(({ consoleErrors }) => consoleErrors);
          assertEquals(errors, []);
        } finally {
          await context.close();
          await endKernels(lab.url);
        }
      }),
  });
}

async function endKernels({ origin, search }: URL): Promise<void> {
  const response = await fetch(`${origin}/api/sessions${search}`);
  for (const { id } of await response.json()) {
    const path = `${origin}/api/sessions/${id}${search}`;
    await fetch(path, { method: "DELETE" });
  }
}
