import { assertEquals, assertRejects } from "@std/assert";
import { download } from "../../scripts/data/download.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { breaking, FileServer, stalling } from "./file_server.ts";

const BYTES = Uint8Array.from({ length: 1000 }, (_, i) => i);
const OPTIONS = { maxLength: 2000, patience: 5000, onLength: () => {} };

Deno.test("download writes what came, and reports its size", async () => {
  await using dir = await temporaryFolder();
  await using server = new FileServer(() => new Response(BYTES));
  const lengths: number[] = [];
  await download(`${server.base}a`, dir.at("a"), {
    ...OPTIONS,
    onLength: (length) => lengths.push(length),
  });
  assertEquals(await Deno.readFile(dir.at("a")), BYTES);
  assertEquals(lengths.at(-1), BYTES.length);
});

Deno.test("download names the address that has no such file", async () => {
  await using dir = await temporaryFolder();
  await using server = new FileServer(() =>
    new Response("gone", { status: 404, statusText: "Not Found" })
  );
  await assertRejects(
    () => download(`${server.base}a`, dir.at("a"), OPTIONS),
    Error,
    `${server.base}a: the answer was 404 Not Found`,
  );
  assertEquals(dir.names(), []);
});

Deno.test("download gives up when nothing more comes", async () => {
  await using dir = await temporaryFolder();
  await using server = new FileServer(() => new Response(stalling(BYTES)));
  await assertRejects(
    () =>
      download(`${server.base}a`, dir.at("a"), { ...OPTIONS, patience: 200 }),
    Error,
    `${server.base}a: nothing arrived for 0.2 s`,
  );
});

Deno.test("download refuses what is longer than it can be", async () => {
  await using dir = await temporaryFolder();
  await using server = new FileServer(() => new Response(BYTES));
  await assertRejects(
    () =>
      download(`${server.base}a`, dir.at("a"), { ...OPTIONS, maxLength: 999 }),
    Error,
    `${server.base}a: expected at most 999 bytes, got more`,
  );
});

Deno.test("download fails when the line is cut", async () => {
  await using dir = await temporaryFolder();
  await using server = new FileServer(() => new Response(breaking(BYTES)));
  await assertRejects(
    () => download(`${server.base}a`, dir.at("a"), OPTIONS),
    Error,
    "error",
  );
});
