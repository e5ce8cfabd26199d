import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findFashionMnist } from "mle/data/mod.ts";
import { PcaAutoencoder } from "mle/sheet/mod.ts";
import { loadSafetensors } from "mle/nn/mod.ts";
import type { Command } from "commander";
import {
  convAutoencoderCommand,
  pcaAutoencoderCommand,
} from "../../../scripts/course/train/autoencoder_command.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { refusal, signalAfter, startTrain, train } from "./train_program.ts";

const ignore = await findFashionMnist() === undefined;

/** The lines without the first, which names the data, and the last, which names the folder. */
const epochLines = (stdout: string) =>
  stdout.split("\n").filter((line) => line.startsWith("Epoch"));

Deno.test("train conv-ae and pca-ae refuse a wrong command line", async () => {
  const wrong: [command: Command, args: string[], message: string][] = [
    [
      convAutoencoderCommand(),
      ["--latent", "0"],
      'Expected an integer from 1 on, got "0".',
    ],
    [
      pcaAutoencoderCommand(),
      ["--batch-size", "0"],
      'Expected an integer from 1 on, got "0".',
    ],
    [pcaAutoencoderCommand(), ["--latent"], "argument missing"],
  ];
  for (const [command, args, message] of wrong) {
    assertStringIncludes(await refusal(command, args), message);
  }
});

Deno.test("train pca-ae reports missing data in one line", async () => {
  await using dir = await temporaryFolder();
  const { code, stdout, stderr } = await train(
    ...["pca-ae", "--data", dir.at("nowhere"), "--out", dir.at("out")],
  );
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, dir.at("nowhere"));
  assertEquals(stderr.trimEnd().split("\n").length, 1);
});

Deno.test({
  name: "train pca-ae trains, writes its files, and goes on with more epochs",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const run = (out: string, epochs: number) =>
      train(
        ...["pca-ae", "--latent", "2", "--seed", "7", "--epochs", `${epochs}`],
        ...["--batch-size", "500", "--out", dir.at(out)],
      );
    const whole = await run("whole", 3);
    assertEquals([whole.code, whole.stderr], [0, ""]);
    assertStringIncludes(
      whole.stdout,
      "PcaAutoencoder, latent dimension 2, seed 7, learning rate 0.001, " +
        "batches of 500; data: ",
    );
    await run("parts", 1);
    const parts = await run("parts", 3);
    assertStringIncludes(parts.stdout, "Going on after epoch 1");
    assertEquals(epochLines(parts.stdout), epochLines(whole.stdout));
    assertEquals(epochLines(parts.stdout).length, 3);

    const last = await loadSafetensors(dir.at("parts", "last.safetensors"));
    assertEquals(
      last,
      await loadSafetensors(dir.at("whole", "last.safetensors")),
    );
    using model = new PcaAutoencoder(784, 2);
    model.loadStateDict(last);
    const csv = await Deno.readTextFile(dir.at("parts", "history.csv"));
    const rows = csv.trimEnd().split("\n").map((row) => row.split(","));
    assertEquals(rows.map(([epoch]) => epoch), ["epoch", "1", "2", "3"]);
  },
});

Deno.test({
  name: "train pca-ae that is killed and run again ends with the same weights",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const args = (
      out: string,
    ) => ["pca-ae", "--epochs", "4", "--out", dir.at(out)];
    await train(...args("whole"));

    const { status } = await signalAfter(
      startTrain(...args("killed")),
      "Epoch 2/4",
      "SIGKILL",
    );
    assertEquals(status.signal, "SIGKILL");

    const { stdout } = await train(...args("killed"));
    assert(/Going on after epoch [23],/.test(stdout), stdout);
    assertEquals(
      await Deno.readFile(dir.at("killed", "last.safetensors")),
      await Deno.readFile(dir.at("whole", "last.safetensors")),
    );
  },
});

Deno.test({
  name: "train conv-ae that Ctrl-C stops in its first epoch leaves nothing",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const { stdout, status } = await signalAfter(
      startTrain("conv-ae", "--out", dir.at("out")),
      "ConvAutoencoder",
      "SIGINT",
    );
    assertEquals(status.code, 130);
    assertStringIncludes(stdout, "there is nothing to keep");
    assertEquals(dir.names().includes("out"), false);
  },
});

Deno.test({
  name:
    "train pca-ae goes on with a shorter run of the same kind, and refuses any other",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const run = (...args: string[]) =>
      train("pca-ae", "--batch-size", "500", "--out", dir.at("out"), ...args);
    assertEquals((await run("--epochs", "1")).code, 0);
    for (const args of [["--epochs", "1"], ["--epochs", "2", "--seed", "9"]]) {
      assertEquals(await run(...args), {
        code: 1,
        stdout: "",
        stderr: `Cannot train into ${dir.at("out")}: it already holds a run ` +
          "of 1 epochs. --fresh replaces it, --out takes another folder\n",
      });
    }
    const { stdout } = await run("--epochs", "2");
    assertStringIncludes(stdout, "Going on after epoch 1");
    assertEquals((await run("--epochs", "1", "--fresh")).code, 0);
    const csv = await Deno.readTextFile(dir.at("out", "history.csv"));
    assertEquals(csv.trimEnd().split("\n").length, 2);
    assertEquals(dir.names(), ["out"]);
  },
});
