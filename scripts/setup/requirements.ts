import { homedir } from "node:os";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { run } from "../shared/command.ts";

// All packages in requirements.txt have wheels for these.
const MINORS = [14, 13, 12, 11, 10];
const ANY_PYTHON = "Python 3.10 to 3.14 with venv";

// uv has Pythons that no package manager has, and installs them into the home
// folder.
const UV =
  `No package of this system brings such a Python, but uv does, into your home:

  python3 -m venv /tmp/uv && /tmp/uv/bin/pip install uv
  /tmp/uv/bin/uv python install 3.13

`;

/** What set-up needs of the machine. */
export interface Machine {
  /** A Python that can make virtual environments. */
  python: string;
  /** A compiler for C++17; on Windows none is needed. */
  compiler: string | undefined;
}

/** Something that the machine lacks. */
export interface Missing {
  what: string;
  /** The packages that provide it, by package manager; undefined if none does. */
  install?: { apt: string; dnf: string; brew: string };
  /** Another way to get it, for people. */
  elsewhere?: string;
}

let machine: Promise<Machine> | undefined;

/**
 * Looks for what set-up needs, once; throws an error that names everything that
 * is missing.
 */
export async function findMachine(): Promise<Machine> {
  return await (machine ??= searchMachine());
}

async function searchMachine(): Promise<Machine> {
  const [python, compiler] = await Promise.all([findPython(), findCompiler()]);
  const missing = [python, compiler].filter((found) =>
    typeof found === "object"
  );
  if (typeof python === "object" || typeof compiler === "object") {
    throw new Error(await missingMessage(missing));
  }
  return { python, compiler };
}

interface PythonProbe {
  executable: string;
  version: [number, number];
  canMakeVenv: boolean;
}

async function findPython(): Promise<string | Missing> {
  const names = MINORS.map((minor) => `python3.${minor}`);
  names.push(
    ...["python3", "python"],
    ...names.map((name) => join(homedir(), ".local", "bin", name)), // uv's
  );
  const probes = (await Promise.all(names.map(probePython)))
    .filter((probe) => probe !== undefined);
  const fitting = probes.filter(({ version: [major, minor] }) =>
    major === 3 && MINORS.includes(minor)
  );
  const complete = fitting.find((probe) => probe.canMakeVenv);
  if (complete) return complete.executable;
  if (fitting.length > 0) {
    const version = fitting[0].version.join(".");
    return {
      what: `the venv module of Python ${version} (${fitting[0].executable})`,
      install: {
        apt: `python${version}-venv`,
        dnf: `python${version}`,
        brew: `python@${version}`,
      },
    };
  }
  const found = probes.map(({ version, executable }) =>
    `${version.join(".")} at ${executable}`
  );
  const apt = await aptPythons();
  return {
    what: ANY_PYTHON +
      (found.length > 0 ? ` (found ${[...new Set(found)].join(", ")})` : ""),
    ...apt === undefined ? { elsewhere: UV } : {
      install: { apt, dnf: "python3.12", brew: "python@3.12" },
    },
  };
}

/**
 * The packages of a suitable Python on Debian or Ubuntu; undefined if there are
 * none.
 */
async function aptPythons(): Promise<string | undefined> {
  // One by one, since a query for several succeeds if any of them exists.
  const has = async (...names: string[]) =>
    (await Promise.all(
      names.map((name) => run({ program: "apt-cache", args: ["show", name] })),
    )).every(({ code }) => code === 0);
  const usual = ["python3", "python3-venv"];
  if (!await has(...usual)) return usual.join(" "); // there are no package lists yet
  for (const minor of MINORS) {
    const names = [`python3.${minor}`, `python3.${minor}-venv`];
    if (await has(...names)) return names.join(" ");
  }
  return undefined;
}

async function probePython(name: string): Promise<PythonProbe | undefined> {
  const script = `import json, sys
try:
    import ensurepip, venv
    can = True
except ImportError:
    can = False
print(json.dumps({"executable": sys.executable,
    "version": list(sys.version_info[:2]), "canMakeVenv": can}))`;
  try {
    const { code, stdout } = await run({ program: name, args: ["-c", script] });
    return code === 0 ? JSON.parse(stdout) : undefined;
  } catch {
    return undefined; // there is no such program, or it is not Python
  }
}

async function findCompiler(): Promise<string | undefined | Missing> {
  if (Deno.build.os === "windows") return undefined;
  const names = [Deno.env.get("CXX"), "g++", "clang++", "c++"];
  for (const name of names.filter((name) => name)) {
    if (await compilesCpp17(name!)) return name;
  }
  return {
    what: "a C++17 compiler",
    install: { apt: "g++", dnf: "gcc-c++", brew: "llvm" },
  };
}

async function compilesCpp17(compiler: string): Promise<boolean> {
  const source = await Deno.makeTempFile({ suffix: ".cc" });
  try {
    await Deno.writeTextFile(
      source,
      "#include <optional>\nint main() { return std::optional<int>(0).value(); }\n",
    );
    const args = ["-std=c++17", "-fsyntax-only", source];
    return (await run({ program: compiler, args })).code === 0;
  } finally {
    await Deno.remove(source);
  }
}

/** The message that names everything missing and one command that installs it. */
export async function missingMessage(missing: Missing[]): Promise<string> {
  const list = missing.map(({ what }) => `  - ${what}`).join("\n");
  const command = await installCommand(missing);
  return `This machine lacks:\n${list}\n` +
    missing.map(({ elsewhere = "" }) => elsewhere).join("") +
    (command ? `Install what is missing with\n\n  ${command}\n\n` : "") +
    "Then start the same command again.";
}

async function installCommand(missing: Missing[]): Promise<string | undefined> {
  const packaged = missing.map(({ install }) => install)
    .filter((install) => install !== undefined);
  if (packaged.length === 0) return undefined;
  const packages = (manager: "apt" | "dnf" | "brew") =>
    packaged.map((install) => install[manager]).join(" ");
  if (Deno.build.os === "darwin") return `brew install ${packages("brew")}`;
  const sudo = Deno.uid() === 0 ? "" : "sudo ";
  if (await exists("/usr/bin/apt-get")) {
    return `${sudo}apt-get install ${packages("apt")}`;
  }
  if (await exists("/usr/bin/dnf")) {
    return `${sudo}dnf install ${packages("dnf")}`;
  }
  return undefined;
}
