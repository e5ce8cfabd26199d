import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoEnv } from "../../scripts/setup/deno_env.ts";
import { BUILD } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";

/** What `denoEnv` says of a variable while it has, or lacks, a value. */
async function withValue(name: string, value?: string): Promise<unknown> {
  const before = Deno.env.get(name);
  const set = (value?: string) =>
    value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
  set(value);
  try {
    return (await denoEnv())[name];
  } finally {
    set(before);
  }
}

Deno.test("packages are kept within the project where Deno's cache cannot be written", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "file");
  await Deno.writeTextFile(file, "");
  assertEquals(await withValue("DENO_DIR", join(folder, "cache")), undefined);
  assertEquals(
    await withValue("DENO_DIR", join(file, "cache")), // nothing can lie in a file
    join(BUILD, "deno-cache"),
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the system's certificates are used unless the user sets others", async () => {
  assertEquals(await withValue("DENO_TLS_CA_STORE"), "mozilla,system");
  assertEquals(await withValue("DENO_TLS_CA_STORE", "mozilla"), "mozilla");
});

Deno.test("pip and npm hear what the user has set for mirrors and proxies, and for nothing else", () => {
  const settings = {
    PIP_INDEX_URL: "http://127.0.0.1:1/simple",
    PIP_CERT: "/etc/certificate.pem",
    HTTPS_PROXY: "http://127.0.0.1:2",
    NO_PROXY: "localhost",
    NPM_CONFIG_REGISTRY: "http://127.0.0.1:3",
  };
  const foreign = { PYTHONPATH: "/elsewhere", PIP_TARGET: "/elsewhere" };
  const before = Deno.env.toObject();
  for (const [name, value] of Object.entries({ ...settings, ...foreign })) {
    Deno.env.set(name, value);
  }
  try {
    const env = pythonEnv();
    for (const [name, value] of Object.entries(settings)) {
      assertEquals(env[name], value);
    }
    for (const name of Object.keys(foreign)) {
      assertEquals(env[name], undefined);
    }
  } finally {
    for (const name of Object.keys({ ...settings, ...foreign })) {
      if (before[name] === undefined) Deno.env.delete(name);
      else Deno.env.set(name, before[name]);
    }
  }
});
