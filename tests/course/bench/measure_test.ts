import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ContenderError,
  ContenderProcess,
} from "../../../scripts/course/bench/contender_process.ts";
import { measure, type Round } from "../../../scripts/course/bench/measure.ts";
import { timeSteps } from "../../../scripts/course/bench/protocol.ts";
import { WORKLOADS } from "../../../scripts/course/bench/workloads.ts";
import { threadEnv } from "../../../scripts/shared/thread_env.ts";
import { fakeContender, patienceAmid } from "./fakes.ts";

const SETTING = { threads: 1, dataDir: "" };
const JOB = {
  ...SETTING,
  name: "pca-ae",
  model: "pca-ae",
  latentDim: 10,
} as const;
const EFFORT = {
  warmUpMs: 0,
  rounds: 3,
  roundMs: 20,
  epochShare: 0.5,
  epochsMs: 60_000,
};

Deno.test("steps are taken with the batches in turn, each timed", () => {
  const seen: string[] = [];
  const reply = timeSteps(["a", "b"], 5, (batch) => {
    seen.push(batch);
    return seen.length;
  });
  assertEquals(seen, ["a", "b", "a", "b", "a"]);
  assertEquals(reply.loss, 5);
  assertEquals(reply.ms.length, 5);
  assert(reply.ms.every((ms) => ms >= 0));
});

Deno.test("a contender answers requests in a process of its own", async () => {
  await using process = await ContenderProcess.start(fakeContender("one"), JOB);
  const batchSize = 64;
  const steps = await process.ask({ do: "steps", batchSize, count: 4 });
  assertEquals([steps.ms.length, steps.loss], [4, 0.25]);
  const epoch = await process.ask({ do: "epoch", batchSize, pictures: 100 });
  assertEquals([epoch.ms, epoch.loss], [[100], 1]);
});

for (
  const [variant, reason, whole] of [
    ["cannot start", "ModuleNotFoundError: torch", "Traceback: a long story"],
    ["babbles", "expected a line of JSON, got Welcome!", "Welcome!"],
  ]
) {
  Deno.test(`a contender that ${variant} says why`, async () => {
    const error = await assertRejects(
      () => ContenderProcess.start(fakeContender("one", variant), JOB),
      ContenderError,
      "one failed:",
    );
    assertEquals(error.reason, reason);
    assert(error.message.includes(whole));
  });
}

Deno.test("a contender whose program is missing gives the reason", async () => {
  const contender = { ...fakeContender("one"), command: ["/no/such/python"] };
  const error = await assertRejects(
    () => ContenderProcess.start(contender, JOB),
    ContenderError,
  );
  assert(error.reason.includes("/no/such/python"), error.reason);
});

Deno.test("contenders are measured in turn, and those that fail are left out", async () => {
  const said: string[] = [];
  const { measurements, failures } = await measure(
    [
      fakeContender("mle", "", "ours"),
      fakeContender("absent", "cannot start"),
      fakeContender("slow", "is slow"),
      fakeContender("fast"),
      fakeContender("other", "trains another way", "jax"),
    ],
    WORKLOADS.at(-1)!,
    1000,
    EFFORT,
    SETTING,
    patienceAmid([0.5, 0.2, 0.3, 0.6]),
    (what) => said.push(what.split("\n")[0]),
  );
  const ms = (rounds: readonly Round[]) => rounds.map(({ value }) => value);
  assertEquals(
    measurements.map(({ name, epochRounds }) => [name, ms(epochRounds)]),
    // Only ours and the faster of PyTorch's formats; half of 1000.
    [["mle", [[500], [500], [500]]], ["slow", []]]
      .concat([["fast", [[500], [500], [500]]]]),
  );
  for (const { stepRounds, name, loss } of measurements) {
    assertEquals(loss, 0.25);
    const steps = name === "slow" ? Array(7).fill(3) : Array(20).fill(1);
    assertEquals(ms(stepRounds), [steps, steps, steps]);
  }
  // All four tries of the first round were disturbed.
  const [ours] = measurements;
  assertEquals(ours.stepRounds.map(({ others }) => others.cores), [0.2, 0, 0]);
  assertEquals(failures, [
    { contender: "absent", reason: "ModuleNotFoundError: torch" },
    {
      contender: "other",
      reason: "a loss of 0.3 where the first contender has 0.25",
    },
  ]);
  assertEquals(said.filter((what) => /^(round|epoch) [12]/.test(what)), [
    "round 1 of 3: mle",
    "round 1 of 3: slow",
    "round 1 of 3: fast",
    "round 2 of 3: mle",
    "round 2 of 3: slow",
    "round 2 of 3: fast",
    "epoch 1: mle",
    "epoch 1: fast",
    "epoch 2: mle",
    "epoch 2: fast",
  ]);
});

Deno.test("one that fails later is left out from then on, and few rounds may do", async () => {
  const { measurements, failures } = await measure(
    [fakeContender("mle", "", "ours"), fakeContender("a", "dies in epoch 2")],
    WORKLOADS[0],
    100,
    EFFORT,
    SETTING,
    patienceAmid([]),
    () => {},
  );
  assertEquals(measurements.map(({ name }) => name), ["mle"]);
  assertEquals(failures, [{ contender: "a", reason: "it gave no reason" }]);
  const { measurements: [one] } = await measure(
    [fakeContender("mle", "", "ours")],
    WORKLOADS[0],
    100,
    { ...EFFORT, epochsMs: 0 },
    SETTING,
    patienceAmid([]),
    () => {},
  );
  assertEquals(one.epochRounds.length, 1);
});

Deno.test("every runtime is given the number of threads", () => {
  assertEquals(threadEnv(3), {
    OMP_NUM_THREADS: "3",
    MKL_NUM_THREADS: "3",
    TF_NUM_INTRAOP_THREADS: "3",
    TF_NUM_INTEROP_THREADS: "3",
    TF_CPP_MIN_LOG_LEVEL: "2",
  });
});
