import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  FASHION_MNIST_FILES,
  findFashionMnist,
  loadFashionMnist,
} from "mle/data/fashion_mnist.ts";
import { exists } from "mle/io/mod.ts";
import { fetchFashionMnist } from "../../scripts/data/fashion_mnist.ts";
import {
  address,
  type Source,
} from "../../scripts/data/fashion_mnist_sources.ts";
import { CommandError } from "../../scripts/shared/command.ts";
import { gzip, idxBytes } from "../data/idx_bytes.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { FileServer, stalling } from "./file_server.ts";

const PACKED = FASHION_MNIST_FILES.map((name) => `${name}.gz`).sort();
const dir = await findFashionMnist();
const real = dir && await exists(join(dir, PACKED[0])) ? dir : undefined;

async function original(name: string): Promise<Response> {
  return new Response(await Deno.readFile(join(real!, name)));
}

/** Sound files of the right names, with two pictures that are not the originals. */
function other(name: string): Response {
  const shape = name.includes("images") ? [2, 28, 28] : [2];
  const data = new Uint8Array(shape.reduce((a, b) => a * b));
  return new Response(gzip(idxBytes({ shape, data })));
}

function fetchInto(dir: string, sources: Source[]): Promise<string> {
  return fetchFashionMnist(sources, () => {}, dir);
}

Deno.test({
  name: "Fashion-MNIST comes from the first source that has all of it",
  ignore: real === undefined,
  async fn() {
    await using dir = await temporaryFolder();
    await using wrong = new FileServer(other);
    await using cut = new FileServer(async (name) => {
      const bytes = await (await original(name)).bytes();
      return new Response(bytes.slice(0, -1000));
    });
    await using right = new FileServer(original);
    const details: string[] = [];
    const sources = [wrong, cut, right].map(({ base }) => address(base));
    const found = await fetchFashionMnist(
      sources,
      (text) => details.push(text),
      dir.at("a"),
    );
    assertEquals(found, dir.at("a"));
    assertEquals(
      details.filter((text) => text.startsWith("http")),
      sources.map(({ name }) => name),
    );
    const names = Array.from(Deno.readDirSync(found), ({ name }) => name);
    assertEquals(names.sort(), PACKED);
    assertEquals((await loadFashionMnist(found)).test.count, 10_000);
  },
});

Deno.test("without a source of Fashion-MNIST, the error gives the reason and what to do", async () => {
  await using dir = await temporaryFolder();
  await using wrong = new FileServer(other);
  await using page = new FileServer(() => new Response("<html>"));
  await using cut = new FileServer(async (name) =>
    new Response((await other(name).bytes()).slice(0, 20))
  );
  const target = dir.at("fashion-mnist");
  const { message } = await assertRejects(
    () =>
      fetchInto(target, [wrong, page, cut].map(({ base }) => address(base))),
    Error,
    "Cannot fetch Fashion-MNIST: no source has it.",
  );
  for (
    const said of [
      `  - ${wrong.base}: `,
      "train-images-idx3-ubyte.gz: expected content with SHA-256 ",
      `  - ${page.base}: `,
      "train-images-idx3-ubyte.gz: expected an IDX file (it begins with 00 00 08), " +
      "got a web page",
      `  - ${cut.base}: `,
      "train-images-idx3-ubyte.gz: expected a whole gzip file, got a truncated or " +
      "damaged one (unexpected end of file)",
      "run `deno task data fashion-mnist` again; or put the files\n" +
      "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, " +
      "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz\n" +
      `from another machine into ${target}.`,
    ]
  ) assertStringIncludes(message, said);
  assertEquals(dir.names(), []);
});

Deno.test("of what apt-get writes, its errors are shown", async () => {
  await using dir = await temporaryFolder();
  const output = "Reading lists...\nE: No network\nW: Old\nE: No a\nE: No a";
  const source: Source = {
    name: "apt",
    fetch: () => {
      const command = { program: "apt-get", args: ["download", "a"] };
      const result = { code: 100, output, stdout: output };
      return Promise.reject(new CommandError(command, result));
    },
  };
  await assertRejects(
    () => fetchInto(dir.at("a"), [source]),
    Error,
    "  - apt: No network; No a\nRemove",
  );
});

Deno.test("a source of Fashion-MNIST may keep it in a place of its own", async () => {
  await using dir = await temporaryFolder();
  const elsewhere = dir.at("elsewhere");
  const source: Source = {
    name: "elsewhere",
    fetch: () => Promise.resolve(elsewhere),
  };
  await assertRejects(
    () => fetchInto(dir.at("a"), [source]),
    Error,
    "  - elsewhere: train-images-idx3-ubyte.gz: expected a file, got nothing",
  );
  if (real === undefined) return;
  await Deno.symlink(real, elsewhere);
  assertEquals(await fetchInto(dir.at("a"), [source]), elsewhere);
  assertEquals(dir.names(), ["elsewhere"]);
});

Deno.test("a killed fetch leaves no file of Fashion-MNIST, and the next one none of its parts", async () => {
  await using temporary = await temporaryFolder();
  const dir = temporary.at("fashion-mnist");
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await using slow = new FileServer((name) => {
    if (!name.includes("t10k-labels")) return other(name);
    ask();
    return new Response(stalling(new Uint8Array(1000)));
  });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check"].concat(
      join(import.meta.dirname!, "fetch_from.ts"),
      slow.base,
      dir,
    ),
    stdout: "null",
    stderr: "null",
  }).spawn();
  await asked;
  child.kill("SIGKILL");
  await child.status;
  assertEquals(Array.from(Deno.readDirSync(dir), ({ name }) => name), [
    ".part",
  ]);
  const { message } = await assertRejects(
    () =>
      fetchInto(dir, [{
        name: "empty",
        fetch: (work) => {
          assertEquals([...Deno.readDirSync(work)], []);
          return Promise.reject(new Error("has nothing"));
        },
      }]),
    Error,
  );
  assertStringIncludes(message, "  - empty: has nothing\n");
  assertEquals(temporary.names(), []);
});
