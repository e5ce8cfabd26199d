import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { STAND_IN_NOTICE } from "mle/data/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { loadSafetensors } from "mle/nn/mod.ts";
import { cnnCommand } from "../../../scripts/course/train/cnn_command.ts";
import { TRAININGS } from "../../../scripts/course/sweep/trainings.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { folderWithData } from "./small_signs.ts";
import { refusal, signalAfter, startTrain, train } from "./train_program.ts";

const UNUSUAL = "100/12/12 pictures, where the sheet has 960/120/120";

Deno.test("train --help names the models, which know the same options", async () => {
  const { code, stdout } = await train("--help");
  assertEquals(code, 0);
  const own: Record<string, string[]> = {
    "cnn": [],
    "conv-ae": ["--latent", "--batch-size"],
    "pca-ae": ["--latent", "--batch-size"],
  };
  for (const { command } of TRAININGS) {
    assertStringIncludes(stdout, command.name());
    const options = command.options.map(({ long }) => long!);
    assertEquals(
      options.filter((option) => !own[command.name()].includes(option)),
      ["--seed", "--epochs", "--lr", "--data", "--out", "--fresh"],
    );
  }
  const help = await train("cnn", "--help");
  assertEquals(help.code, 0);
  assertStringIncludes(help.stdout, "--fresh");
});

Deno.test("train refuses a wrong command line with exit code 2", async () => {
  const { code, stdout, stderr } = await train("vgg");
  assertEquals([code, stdout], [2, ""]);
  assertStringIncludes(stderr, "unknown command 'vgg'");

  const wrong: [args: string[], message: string][] = [
    [["--speed", "9"], "unknown option '--speed'"],
    [["--epochs", "0"], 'Expected an integer from 1 on, got "0".'],
    [["--seed", "1.5"], 'Expected an integer from 0 on, got "1.5".'],
    [["--lr", "-1"], 'Expected a number above 0, got "-1".'],
    [["--lr", "fast"], 'Expected a number above 0, got "fast".'],
  ];
  for (const [args, message] of wrong) {
    assertStringIncludes(await refusal(cnnCommand(), args), message);
  }
});

Deno.test("train cnn trains and writes history and weights", async () => {
  await using dir = await folderWithData();
  const out = dir.at("deep", "out");
  const { code, stdout, stderr } = await train(
    ...["cnn", "--seed", "7", "--epochs", "2", "--lr", "0.01"],
    ...["--data", dir.at("data"), "--out", out],
  );
  assertEquals([code, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n");
  assertEquals(
    lines[0],
    `CnnClassifier, seed 7, learning rate 0.01; data: ${dir.at("data")} ` +
      `(${UNUSUAL})`,
  );
  assertEquals(
    lines.filter((line) => /^Epoch [12]\/2 - /.test(line)).length,
    2,
  );
  assert(
    lines.some((line) => /^Test accuracy of the last weights: \d/.test(line)),
    stdout,
  );
  assert(!stdout.includes("\x1b") && !stdout.includes("\r"), "no live line");

  const [header, ...rows] = (await Deno.readTextFile(`${out}/history.csv`))
    .trimEnd().split("\n");
  assertStringIncludes(header, "data,epoch,trainLoss,");
  const data = `"SIGNS: ${UNUSUAL}"`;
  assertEquals(
    rows.map((row) => row.slice(0, data.length + 3)),
    [`${data},1,`, `${data},2,`],
  );
  using model = new CnnClassifier();
  for (const name of ["best.safetensors", "last.safetensors"]) {
    model.loadStateDict(await loadSafetensors(`${out}/${name}`));
  }
  const names = Array.from(Deno.readDirSync(out), ({ name }) => name).sort();
  assertEquals(names, ["best.safetensors", "history.csv", "last.safetensors"]);
});

Deno.test("train cnn marks the stand-in on every line and in every file", async () => {
  await using dir = await folderWithData();
  await Deno.writeTextFile(dir.at("data", "NOTE.txt"), STAND_IN_NOTICE);
  const out = dir.at("out");
  const { stdout } = await train(
    ...["cnn", "--epochs", "1", "--data", dir.at("data"), "--out", out],
  );
  for (const line of stdout.trimEnd().split("\n")) {
    assertStringIncludes(line, STAND_IN_NOTICE);
  }
  for (const { name } of Deno.readDirSync(out)) {
    const content = new TextDecoder("latin1")
      .decode(await Deno.readFile(`${out}/${name}`));
    assertStringIncludes(content, STAND_IN_NOTICE);
  }
});

Deno.test("train cnn keeps the results so far when Ctrl-C or SIGTERM stops it, and what a kill left is in nobody's way", async () => {
  await using dir = await folderWithData();
  const out = dir.at("out");
  const args = ["cnn", "--epochs", "100000", "--data", dir.at("data")];
  const stopWith = (signal: Deno.Signal) =>
    signalAfter(startTrain(...args, "--out", out), "Epoch 1/", signal);
  await stopWith("SIGKILL");
  assertEquals(dir.names(), ["data", "out.part"]);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    if (signal === "SIGTERM" && Deno.build.os === "windows") continue;
    await Deno.remove(out, { recursive: true }).catch(() => {});
    const { stdout, status } = await stopWith(signal);
    assertEquals(status.code, 130);
    assertStringIncludes(stdout, "of 100000 epochs");
    assertEquals(dir.names(), ["data", "out"]);
  }
  using model = new CnnClassifier();
  model.loadStateDict(await loadSafetensors(`${out}/last.safetensors`));
  model.loadStateDict(await loadSafetensors(`${out}/best.safetensors`));
  const rows = (await Deno.readTextFile(`${out}/history.csv`)).split("\n");
  assertStringIncludes(rows[1], `SIGNS: ${UNUSUAL}",1,`);
});

Deno.test("train cnn fails with one line where it cannot read or write", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(dir.at("file"), "");
  const unwritable = await train("cnn", "--out", dir.at("file", "out"));
  assertEquals(unwritable, {
    code: 1,
    stdout: "",
    stderr: `Cannot write ${dir.at("file", "out")}: Not a directory. ` +
      "Choose another folder with --out\n",
  });
  const { code, stderr } = await train(
    ...["cnn", "--data", dir.at("nowhere"), "--out", dir.at("out")],
  );
  assertEquals(code, 1);
  assertStringIncludes(
    stderr,
    `Cannot read ${dir.at("nowhere")}: expected a folder`,
  );
  assertEquals(stderr.trimEnd().split("\n").length, 1);
});
