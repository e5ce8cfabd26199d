import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";

/** Runs findMachine where only these programs (shell scripts) exist. */
async function findMachineWith(
  programs: Record<string, string>,
): Promise<string> {
  const path = await Deno.makeTempDir();
  // The one program that is always there, and that runs the others.
  await Deno.symlink("/bin/sh", join(path, "sh"));
  for (const [name, script] of Object.entries(programs)) {
    const file = join(path, name);
    await Deno.writeTextFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check"]
      .concat([join(import.meta.dirname!, "print_machine.ts")]),
    env: { PATH: path, CXX: "" },
  }).output();
  await Deno.remove(path, { recursive: true });
  return new TextDecoder().decode(stdout).trimEnd();
}

function python(minor: number, canMakeVenv: boolean): string {
  const executable = `/there/python3.${minor}`;
  const probe = { executable, version: [3, minor], canMakeVenv };
  return `echo '${JSON.stringify(probe)}'`;
}

const COMPILER = "exit 0";

Deno.test("all that is missing is named at once", async () => {
  const message = await findMachineWith({});
  assertStringIncludes(message, "This machine lacks:");
  assertStringIncludes(message, "- Python 3.10 to 3.14 with venv");
  assertStringIncludes(message, "- a C++17 compiler");
  assertStringIncludes(message, "start the same command again");
});

Deno.test("an unfit Python is named with its version", async () => {
  const message = await findMachineWith({
    python3: python(9, true),
    "g++": COMPILER,
  });
  assertStringIncludes(
    message,
    "- Python 3.10 to 3.14 with venv (found 3.9 at /there/python3.9)",
  );
  assertEquals(message.includes("compiler"), false);
});

Deno.test("a system whose own Python is too new is told which package fits, or that uv brings one", async () => {
  const onUbuntu = (packages: string) => ({
    python3: python(15, true),
    "g++": COMPILER,
    // As apt-cache: 100 unless it knows something of what it is asked for.
    "apt-cache": `shift; for name; do
      case " ${packages} " in *" $name "*) exit 0;; esac
    done; exit 100`,
  });
  const some = await findMachineWith(
    onUbuntu("python3 python3-venv python3.11 python3.12 python3.12-venv"),
  );
  assertStringIncludes(some, "(found 3.15 at /there/python3.15)");
  assertStringIncludes(some, "python3.12 python3.12-venv\n");
  const none = await findMachineWith(onUbuntu("python3 python3-venv"));
  assertStringIncludes(none, "/tmp/uv/bin/uv python install 3.13");
  assertEquals(none.includes("apt-get"), false);
});

Deno.test("Python 3.14 alone, as Ubuntu 26.04 has it, will do", async () => {
  const found = await findMachineWith({
    python3: python(14, true),
    "g++": COMPILER,
  });
  assertEquals(JSON.parse(found).python, "/there/python3.14");
});

Deno.test("a Python without venv is told which package brings it", async () => {
  const message = await findMachineWith({
    python3: python(11, false),
    "g++": COMPILER,
  });
  assertStringIncludes(
    message,
    "- the venv module of Python 3.11 (/there/python3.11)",
  );
});

Deno.test("a compiler that does not compile is none", async () => {
  const message = await findMachineWith({
    python3: python(12, true),
    "g++": "exit 1",
  });
  assertStringIncludes(message, "- a C++17 compiler");
  assertEquals(message.includes("Python"), false);
});

Deno.test("the newest Python that fits is taken, not just python3", async () => {
  const found = await findMachineWith({
    python3: python(9, true),
    "python3.10": python(10, true),
    "python3.12": python(12, true),
    "python3.13": python(13, false),
    "clang++": COMPILER,
  });
  assertEquals(JSON.parse(found), {
    python: "/there/python3.12",
    compiler: "clang++",
  });
});
