import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Checkpoint } from "mle/checkpoint/mod.ts";
import { DataError, DataLoader } from "mle/data/mod.ts";
import {
  Conv2d,
  Linear,
  loadSafetensors,
  MaxPool2d,
  type Module,
  ReLU,
  Sequential,
} from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { defaultGenerator, manualSeed } from "mle/random/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import type { AutoencoderEpoch } from "mle/train/mod.ts";
import {
  type TemporaryFolder,
  temporaryFolder,
} from "../data/temporary_folder.ts";
import { tinyPictures, TinyRun } from "../sheet/tiny_autoencoder.ts";

/** All that a run leaves but for how long it took. */
function outcome(run: TinyRun, history: AutoencoderEpoch[]) {
  return {
    weights: run.model.stateDict(),
    optimizer: run.optimizer.stateDict(),
    generator: defaultGenerator.getState(),
    history: history.map(({ durationMs: _, ...row }) => row),
  };
}

async function undisturbed(epochs: number) {
  using run = new TinyRun();
  const { history } = await run.train(epochs);
  return { ...outcome(run, history), lines: run.lines };
}

/** The path of the one checkpoint in a folder. */
function checkpointIn(dir: TemporaryFolder): string {
  const names = dir.names();
  assertEquals(names.length, 1, `${names}`);
  return dir.at(names[0]);
}

Deno.test("a run with more epochs continues bit for bit, and reports it", async () => {
  await using dir = await temporaryFolder();
  const checkpointDir = dir.at("deep", "checkpoints");
  using first = new TinyRun();
  await first.train(2, { checkpointDir });

  using second = new TinyRun();
  const { history } = await second.train(5, { checkpointDir });
  const got = outcome(second, history);
  const { lines, ...expected } = await undisturbed(5);
  assertEquals(got, expected);
  assertEquals(second.lines.slice(1), lines);
  assertStringIncludes(
    second.lines[0],
    `Going on after epoch 2, saved in ${checkpointDir}`,
  );
});

Deno.test("an epoch whose line is printed has been saved", async () => {
  await using dir = await temporaryFolder();
  const savedAt: string[] = [];
  using run = new TinyRun();
  await run.train(3, {
    checkpointDir: dir.path,
    print(line) {
      const bytes = Deno.readFileSync(checkpointIn(dir));
      const text = new TextDecoder("latin1").decode(bytes);
      const rows = text.match(/testLoss/g)!.length;
      savedAt.push(`${rows} of ${line.slice(0, 9)}`);
    },
  });
  assertEquals(savedAt, [
    "1 of Epoch 1/3",
    "2 of Epoch 2/3",
    "3 of Epoch 3/3",
  ]);
});

Deno.test("a run that is all saved is not trained again", async () => {
  await using dir = await temporaryFolder();
  using first = new TinyRun();
  const { history } = await first.train(3, { checkpointDir: dir.path });
  const expected = outcome(first, history);

  using second = new TinyRun();
  const again = await second.train(3, {
    checkpointDir: dir.path,
    onProgress: () => assert(false, "a step"),
  });
  assertEquals(again, { history, stopped: false });
  assertEquals(outcome(second, again.history), expected);
});

Deno.test("a run that was stopped within an epoch ends as if it had not been", async () => {
  await using dir = await temporaryFolder();
  const controller = new AbortController();
  using first = new TinyRun();
  const { stopped } = await first.train(4, {
    checkpointDir: dir.path,
    signal: controller.signal,
    onProgress({ epoch, step }) {
      if (epoch === 3 && step === 2) controller.abort();
    },
  });
  assertEquals(stopped, true);

  using second = new TinyRun();
  const { history } = await second.train(4, { checkpointDir: dir.path });
  const got = outcome(second, history);
  const { lines: _, ...expected } = await undisturbed(4);
  assertEquals(got, expected);
});

Deno.test("fresh ignores what is saved, and replaces it", async () => {
  await using dir = await temporaryFolder();
  const options = { checkpointDir: dir.path };
  using first = new TinyRun();
  await first.train(3, options);
  await Deno.writeTextFile(checkpointIn(dir), "damaged");

  using second = new TinyRun();
  const { history } = await second.train(2, { ...options, fresh: true });
  const got = outcome(second, history);
  const { lines, ...expected } = await undisturbed(2);
  assertEquals(second.lines, lines);
  assertEquals(got, expected);

  using third = new TinyRun();
  await third.train(2, options);
  assertStringIncludes(third.lines[0], "Going on after epoch 2");
});

Deno.test("a shorter run is trained again and leaves the longer one saved", async () => {
  await using dir = await temporaryFolder();
  const options = { checkpointDir: dir.path };
  using first = new TinyRun();
  await first.train(4, options);
  const path = checkpointIn(dir);
  const saved = await Deno.readFile(path);

  using second = new TinyRun();
  const { history } = await second.train(2, options);
  const got = outcome(second, history);
  const { lines, ...expected } = await undisturbed(2);
  assertEquals(second.lines, [
    `${path} has 4 epochs of this run; training the first 2 again, without ` +
    "saving them",
    ...lines,
  ]);
  assertEquals(got, expected);
  assertEquals(await Deno.readFile(path), saved);
});

Deno.test("every run has a file of its own", async () => {
  await using dir = await temporaryFolder();
  using stack = new DisposableStack();
  const options = { checkpointDir: dir.path };
  const variants: ((run: TinyRun) => Parameters<TinyRun["train"]>[1])[] = [
    () => ({}),
    ({ optimizer }) => {
      optimizer.lr = 0.02;
      return {};
    },
    () => {
      defaultGenerator.random32();
      return {};
    },
    ({ model }) => {
      const stateDict = model.stateDict();
      stateDict.get("decoder.bias")!.data[0] = 1;
      model.loadStateDict(stateDict);
      return {};
    },
    ({ model }) => { // another function of the same weights
      const { forward } = model;
      model.forward = (x) => forward.call(model, x.abs());
      return {};
    },
    ({ trainLoader: { dataset } }) => ({
      trainLoader: new DataLoader(dataset, { batchSize: 10, shuffle: true }),
    }),
    ({ trainLoader: { dataset } }) => ({
      trainLoader: new DataLoader(dataset, { batchSize: 8 }),
    }),
    () => ({
      trainLoader: new DataLoader(tinyPictures(20, 3), {
        batchSize: 8,
        shuffle: true,
      }),
    }),
    () => ({
      testLoader: new DataLoader(tinyPictures(5, 3), { batchSize: 5 }),
    }),
    ({ model }) => ({
      optimizer: stack.use(
        new Adam(model.parameters(), { lr: 0.01, betas: [0.8, 0.999] }),
      ),
    }),
    ({ model }) => ({
      optimizer: stack.use(
        new Adam(model.parameters(), { lr: 0.01, eps: 1e-7 }),
      ),
    }),
    ({ testLoader: { dataset } }) => ({ // other labels of the same pictures
      testLoader: new DataLoader({
        length: dataset.length,
        pictureShape: dataset.pictureShape,
        item: (index) => ({ ...dataset.item(index), label: 0 }),
      }, { batchSize: 5 }),
    }),
  ];
  for (const [i, variant] of variants.entries()) {
    using run = new TinyRun();
    await run.train(1, { ...options, ...variant(run) });
    assertEquals(run.lines.length, 1);
    assertEquals(dir.names().length, i + 1);
  }
});

/** The name of the file in which a model's run would be saved. */
function fileNameOf(model: Module & { forward(x: Tensor): unknown }): string {
  using optimizer = new Adam(model.parameters());
  const loader = new DataLoader(tinyPictures(5, 2), { batchSize: 5 });
  const { path } = new Checkpoint("", model, {
    trainLoader: loader,
    testLoader: loader,
    optimizer,
  });
  return path;
}

Deno.test("a run's identity does not depend on how the processor rounds", () => {
  class Model extends Linear {
    override forward(x: Tensor): Tensor {
      throw new Error(`a run's key computes with ${x.shape}`);
    }
  }
  manualSeed(1);
  using first = new Model(3, 2);
  manualSeed(1);
  using second = new Model(3, 2);
  second.eval();
  assertEquals(fileNameOf(first), fileNameOf(second));
});

Deno.test("a model may keep anything, and is the same run again", () => {
  const circle: { big: bigint; self?: unknown } = { big: 1n };
  circle.self = circle;
  const make = (mean: number) =>
    new class extends Linear {
      mean = tf.scalar(mean);
      circle = circle;
    }(3, 2);
  const names = [1, 1, 2].map((mean) => {
    manualSeed(1);
    using model = make(mean);
    const name = fileNameOf(model);
    model.mean.dispose();
    return name;
  });
  assertEquals(names[0], names[1]);
  assertNotEquals(names[0], names[2]);
});

Deno.test("models with the same weights and other code are other runs", () => {
  class OfAbs extends Conv2d {
    override forward(x: Tensor): Tensor {
      return super.forward(x.abs());
    }
  }
  const onTopOf = (Base: typeof Conv2d) => new (class extends Base {})(1, 2, 3);
  /** A model of one kind, always with the same weights. */
  const makers: (() => Module & { forward(x: Tensor): Tensor })[] = [
    () => new Conv2d(1, 2, 3),
    () => new Conv2d(1, 2, 3, { padding: 1 }),
    () => new Conv2d(1, 2, 3, { stride: 2 }),
    () => new OfAbs(1, 2, 3),
    () => onTopOf(Conv2d), // the same source on top of other ones
    () => onTopOf(OfAbs),
    () =>
      new class extends Conv2d {
        activation = (x: Tensor) => x.relu();
      }(1, 2, 3),
    () =>
      new class extends Conv2d {
        activation = (x: Tensor) => x.abs();
      }(1, 2, 3),
    () => new Sequential(new Conv2d(1, 2, 3), new ReLU()),
    () => new Sequential(new Conv2d(1, 2, 3), new MaxPool2d(2, 1)),
    () => new Sequential(new Conv2d(1, 2, 3), new MaxPool2d(2, 2)),
  ];
  const names = makers.map((make) => {
    manualSeed(1);
    using model = make();
    return fileNameOf(model).replace(/^\w*-/, "");
  });
  assertEquals(new Set(names).size, makers.length, names.join("\n"));
});

Deno.test("a damaged checkpoint is refused by name, and nothing changes", async () => {
  await using dir = await temporaryFolder();
  using first = new TinyRun();
  await first.train(1, { checkpointDir: dir.path });
  const path = checkpointIn(dir);
  const whole = await Deno.readFile(path);
  const flipped = (at: number) => whole.with(at, whole[at] ^ 1);
  const digit = new TextDecoder("latin1").decode(whole).indexOf("trainLoss") +
    15;
  const damaged: Record<string, Uint8Array> = {
    empty: new Uint8Array(),
    "cut off": whole.subarray(0, whole.length - 1),
    "another weight": flipped(whole.length - 1),
    "another loss": flipped(digit),
    "no checkpoint": new TextEncoder().encode("weights of another program"),
  };
  for (const [what, bytes] of Object.entries(damaged)) {
    assertNotEquals(bytes, whole);
    await Deno.writeFile(path, bytes);
    using run = new TinyRun();
    const before = outcome(run, []);
    const error = await assertRejects(
      () => run.train(2, { checkpointDir: dir.path }),
      DataError,
      `Cannot read ${path}: expected run `,
    );
    assertStringIncludes(
      error.message,
      "Delete the file, or train afresh",
      what,
    );
    assertEquals(error.message.split(path).length - 1, 1, error.message);
    assertEquals(outcome(run, []), before, what);
    assertEquals(await Deno.readFile(path), bytes, what);
  }
});

Deno.test("another run's checkpoint is refused under this one's name", async () => {
  await using dir = await temporaryFolder();
  using first = new TinyRun(1);
  await first.train(1, { checkpointDir: dir.path });
  const path = checkpointIn(dir);
  await using others = await temporaryFolder();
  using other = new TinyRun(2);
  await other.train(1, { checkpointDir: others.path });
  await Deno.copyFile(checkpointIn(others), path);
  using run = new TinyRun(1);
  await assertRejects(
    () => run.train(2, { checkpointDir: dir.path }),
    DataError,
    ", got run ",
  );
});

Deno.test("a checkpoint has PyTorch's names and the generator's whole state", async () => {
  await using dir = await temporaryFolder();
  using run = new TinyRun();
  await run.train(1, { checkpointDir: dir.path });
  const tensors = await loadSafetensors(checkpointIn(dir));
  const names = [...tensors.keys()].sort();
  assert(names.includes("model.encoder.weight"));
  assert(names.includes("optimizer.0.exp_avg_sq"));
  const { data } = tensors.get("generator")!;
  assertEquals(new Uint8Array(data.buffer), defaultGenerator.getState());
});

Deno.test("a killed process leaves a run that ends as if it had lived", async () => {
  await using dir = await temporaryFolder();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check"].concat(
      import.meta.resolve("./train_until_killed.ts"),
      dir.path,
    ),
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("epoch 4, step 2")) {
    const { value, done } = await reader.read();
    assert(!done, text);
    text += value;
  }
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();

  using run = new TinyRun();
  const { history } = await run.train(5, { checkpointDir: dir.path });
  const got = outcome(run, history);
  assertStringIncludes(run.lines[0], "Going on after epoch 3");
  const { lines: _, ...expected } = await undisturbed(5);
  assertEquals(got, expected);
});

Deno.test("a checkpoint without a history, or a folder in its place, is refused by name", async () => {
  await using folder = await temporaryFolder();
  const options = { checkpointDir: folder.path };
  using first = new TinyRun();
  await first.train(1, options);
  const path = folder.at(folder.names()[0]);
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  bytes[text.indexOf('"history"') + 1] = 0x48; // "History"
  await Deno.writeFile(path, bytes);
  const resume = async () => {
    using run = new TinyRun();
    await run.train(2, options);
  };
  await assertRejects(resume, DataError, `${path}: expected run `);
  await Deno.remove(path);
  await Deno.mkdir(path);
  await assertRejects(resume, DataError, "got a folder). Delete the file, or");
  await using file = await temporaryFolder();
  await Deno.writeTextFile(file.at("file"), "");
  using run = new TinyRun();
  await assertRejects(
    () => run.train(1, { checkpointDir: file.at("file") }),
    Error,
    `Cannot write ${file.at("file")}: `,
  );
});
