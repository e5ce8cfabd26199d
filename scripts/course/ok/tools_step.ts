import { join } from "node:path";
import { BUILD, ROOT } from "../../shared/paths.ts";
import type { Step } from "../../setup/step.ts";
import { venvStep } from "../../setup/venv_step.ts";

/** Where the developers' tools are, which students never need. */
export const TOOLS: string = join(BUILD, "ok", "venv");

/** The formatters and linters of what is not TypeScript. */
export const toolsStep: Step = {
  ...venvStep({
    title: "Developers' tools",
    folder: TOOLS,
    requirements: join(import.meta.dirname!, "requirements.txt"),
    describe: "print('clang-format, mypy, ruff, zizmor')",
  }),
  makes: [TOOLS, join(ROOT, ".mypy_cache"), join(ROOT, ".ruff_cache")],
};
