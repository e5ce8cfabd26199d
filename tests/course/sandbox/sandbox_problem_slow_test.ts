import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import {
  findBubblewrap,
  OWN_BUBBLEWRAP,
} from "../../../scripts/course/sandbox/bubblewrap.ts";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { run } from "../../../scripts/shared/command.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { sandboxTest } from "./run_cells.ts";

const isLinux = Deno.build.os === "linux";

/** What is said where programs of these names, shell scripts, are found first. */
async function problemWith(
  scripts: Record<string, string>,
  path?: string,
): Promise<string | undefined> {
  await using dir = await temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    await Deno.writeTextFile(dir.at(name), `#!/bin/sh\n${script}\n`, {
      mode: 0o755,
    });
  }
  const former = Deno.env.get("PATH")!;
  Deno.env.set("PATH", `${dir.path}:${path ?? former}`);
  try {
    return await sandboxProblem();
  } finally {
    Deno.env.set("PATH", former);
  }
}

Deno.test({
  name: "a bubblewrap that is too old is named",
  ignore: !isLinux,
  async fn() {
    const problem = await problemWith({ bwrap: "echo bubblewrap 0.6.1" });
    assertMatch(
      problem!,
      /bwrap is too old: expected bubblewrap 0\.8\.0 or newer, got bubblewrap 0\.6\.1\.$/,
    );
  },
});

Deno.test({
  name: "a missing program of util-linux is named",
  ignore: !isLinux,
  async fn() {
    const bwrap = "echo bubblewrap 0.8.0";
    const problem = await problemWith({ bwrap, setpriv: "exit 1" });
    assertEquals(problem, "There is no setpriv here. Install util-linux.");
  },
});

Deno.test({
  name: "what bubblewrap says is passed on, with what to do",
  ignore: !isLinux,
  async fn() {
    const problem = await problemWith({
      bwrap: `case "$*" in
        --version) echo bubblewrap 0.11.0;;
        *) echo "bwrap: No permissions to create new namespace" >&2; exit 1;;
      esac`,
    });
    assertStringIncludes(
      problem!,
      "bubblewrap cannot make a sandbox here. It says: bwrap: No permissions " +
        "to create new namespace\n",
    );
    assertMatch(problem!, /Allow them: `sudo sysctl|Docker: `--security-opt/);
  },
});

sandboxTest(
  "where user namespaces are forbidden, it is said how to allow them",
  async () => {
    const module = new URL(
      "../../../scripts/course/sandbox/mod.ts",
      import.meta.url,
    );
    const { code, stdout, output } = await run({
      program: (await findBubblewrap())!,
      args: [
        "--unshare-user",
        "--uid",
        "1000",
        "--disable-userns",
        "--dev-bind",
        "/",
        "/",
      ]
        .concat(["--", Deno.execPath(), "eval"])
        .concat([
          `const { sandboxProblem } = await import("${module.href}");
console.log(await sandboxProblem());`,
        ]),
    });
    assertEquals([code, output], [0, stdout]);
    assertMatch(
      stdout,
      /^bubblewrap cannot make a sandbox here\. It says: .*namespace.*\n.*(max_user_namespaces|--security-opt)/s,
    );
  },
);

sandboxTest("a file that the sandbox's user cannot read is named", async () => {
  const folder = await Deno.realPath(join(ROOT, "node_modules"));
  const path = join(folder, ".unreadable");
  await Deno.writeTextFile(path, "", { mode: 0 });
  try {
    assertEquals(
      await sandboxProblem(),
      `The sandbox's user cannot read ${path}. Let others read what is there: ` +
        `\`chmod -R go+rX ${folder}\`.`,
    );
  } finally {
    await Deno.remove(path);
  }
  assertEquals(await sandboxProblem(), undefined);
});

Deno.test({
  name: "a missing bubblewrap is named, with what installs it",
  // Set-up may have unpacked one, which is found whatever PATH says.
  ignore: !isLinux || await exists(OWN_BUBBLEWRAP),
  async fn() {
    const problem = await problemWith({}, "/nowhere");
    assertStringIncludes(problem!, "sudo apt-get install bubblewrap");
  },
});

Deno.test({
  name:
    "a sandbox can be made in a container, whose first processes have long ended",
  ignore: !isLinux || Deno.uid() !== 0 ||
    await sandboxProblem() !== undefined,
  async fn() {
    const endSome = "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do /bin/true; done";
    const print = join(import.meta.dirname!, "print_problem.ts");
    const { output } = await run({
      program: "unshare",
      args: ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh"]
        .concat(["-c", `${endSome}; exec "$@"`, "sh", Deno.execPath()])
        .concat(["run", "-A", "--no-check", print]),
      cwd: ROOT,
    });
    assertEquals(output, "none");
  },
});
