import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ContenderError,
  ContenderProcess,
} from "../../../scripts/course/bench/contender_process.ts";
import { measure } from "../../../scripts/course/bench/measure.ts";
import { timeSteps } from "../../../scripts/course/bench/protocol.ts";
import { WORKLOADS } from "../../../scripts/course/bench/workloads.ts";
import { threadEnv } from "../../../scripts/shared/thread_env.ts";
import { fakeContender } from "./fakes.ts";

const SETTING = { threads: 1, dataDir: "" };
const JOB = {
  ...SETTING,
  model: "pca-ae",
  latentDim: 10,
  batchSize: 64,
} as const;
const EFFORT = { roundMs: 1, epochShare: 0.5, epochsMs: 60_000 };

Deno.test("steps are taken with the batches in turn, each timed", async () => {
  const seen: string[] = [];
  const reply = await timeSteps(["a", "b"], 5, (batch) => {
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
  assert(process.startMs > 0);
  const steps = await process.ask({ do: "steps", count: 4 });
  assertEquals([steps.ms.length, steps.loss], [4, 0.25]);
  const epoch = await process.ask({ do: "epoch", pictures: 100 });
  assertEquals([epoch.ms, epoch.loss], [[100], 1]);
  if (Deno.build.os === "linux") {
    assert((await process.peakBytes())! > 1e6);
    assert(epoch.cores! >= 0);
  }
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
      fakeContender("one"),
      fakeContender("absent", "cannot start"),
      fakeContender("two"),
      fakeContender("mortal", "dies in epoch 3"),
    ],
    WORKLOADS.at(-1)!,
    1000,
    EFFORT,
    SETTING,
    (what) => said.push(what.split("\n")[0]),
  );
  assertEquals(measurements.map(({ contender }) => contender), ["one", "two"]);
  for (const { stepRounds, epochRounds, epochLoss } of measurements) {
    assertEquals(stepRounds.length, 5);
    assert(stepRounds.every((round) => round.length >= 5));
    assertEquals(epochRounds, [500, 500, 500, 500, 500]); // half of 1000
    assertEquals(epochLoss, 7); // two to warm up, then five
  }
  assertEquals(failures, [
    { contender: "absent", reason: "ModuleNotFoundError: torch" },
    { contender: "mortal", reason: "it gave no reason" },
  ]);
  assertEquals(said.filter((what) => /^round [12]/.test(what)), [
    "round 1 of 5: one",
    "round 1 of 5: two",
    "round 1 of 5: mortal",
    "round 2 of 5: one",
    "round 2 of 5: two",
    "round 2 of 5: mortal",
  ]);
  assertEquals(said.filter((what) => /^epoch [12]/.test(what)), [
    "epoch 1: one",
    "epoch 1: two",
    "epoch 1: mortal",
    "epoch 2: one",
    "epoch 2: two",
  ]);
});

Deno.test("no further round of epochs begins once there were enough", async () => {
  const { measurements: [one] } = await measure(
    [fakeContender("one")],
    WORKLOADS[0],
    100,
    { ...EFFORT, epochsMs: 0 },
    SETTING,
    () => {},
  );
  assertEquals(one.epochRounds, [50]);
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
