import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../scripts/shared/paths.ts";

const read = (path: string) => Deno.readTextFile(join(ROOT, path));

Deno.test("VS Code has the same extensions on a person's machine and in the container", async () => {
  const { recommendations } = JSON.parse(await read(".vscode/extensions.json"));
  const { customizations } = JSON.parse(
    await read(".devcontainer/devcontainer.json"),
  );
  assertEquals(customizations.vscode.extensions, recommendations);
});

Deno.test("the container is set up by README's command", async () => {
  const { postCreateCommand } = JSON.parse(
    await read(".devcontainer/devcontainer.json"),
  );
  const [program, ...rest] = postCreateCommand.split(" task ");
  assertEquals(rest, ["setup"]);
  assertStringIncludes(await read("README.md"), `${program} task notebooks`);
});
