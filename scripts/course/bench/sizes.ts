import { median } from "simple-statistics";
import { ContenderProcess } from "./contender_process.ts";
import { CONTENDERS } from "./contenders.ts";
import { compare } from "./figures.ts";
import type { Round } from "./measure.ts";
import type { Job, Request } from "./protocol.ts";
import type { Patience } from "./quiet.ts";
import { digits, loadText } from "./report.ts";
import { formatTable } from "./table.ts";
import { BATCH_SIZE, type Workload, WORKLOADS } from "./workloads.ts";

const BATCH_SIZES = [1, 16, 64, 256, 1024];
const LATENT_DIMS = [2, 10, 100, 1000];
const ROUNDS = 3;
const ROUND_MS = 300;
/** All of Fashion-MNIST's training pictures. */
export const ALL_PER_CLASS = 6000;
const ALL_PICTURES = 60_000;

/** What the table has a row for. */
interface Size {
  workload: Workload;
  request: (count: number) => Request;
  words: string;
  /** The pictures of a step or of whatever takes the time. */
  pictures: number;
  rounds: number;
}

/** The sizes to be measured, those of one workload together. */
function sizesOf(workload: Workload): Size[] {
  const isCnn = workload.model === "cnn";
  const batches = isCnn || workload.latentDim === 10
    ? BATCH_SIZES
    : [BATCH_SIZE];
  return [
    ...batches.flatMap((batchSize) =>
      (["steps", "infer"] as const).map((what): Size => ({
        workload,
        request: (count) => ({ do: what, batchSize, count }),
        words: `${what === "steps" ? "training" : "inference"}, ` +
          `batches of ${batchSize}`,
        pictures: batchSize,
        rounds: ROUNDS,
      }))
    ),
    ...workload.latentDim === 10
      ? [{
        workload,
        request: () => ({
          do: "epoch" as const,
          batchSize: BATCH_SIZE,
          pictures: ALL_PICTURES,
        }),
        words: `an epoch of ${ALL_PICTURES.toLocaleString("en-US")} pictures`,
        pictures: ALL_PICTURES,
        rounds: 1,
      }]
      : [],
  ];
}

/** The workloads whose sizes are measured: those chosen, for all code sizes. */
export function sizedWorkloads(models: readonly string[]): Workload[] {
  const [cnn] = WORKLOADS;
  return [
    ...models.includes("cnn") ? [cnn] : [],
    ...(["conv-ae", "pca-ae"] as const).filter((model) =>
      models.includes(model)
    ).flatMap((model) =>
      LATENT_DIMS.map((latentDim): Workload => ({
        name: `${model}-${latentDim}`,
        title: `${model === "conv-ae" ? "Conv AE" : "PCA AE"}, ` +
          `d = ${latentDim}`,
        model,
        latentDim,
        sheetEpochs: 0,
      }))
    ),
  ];
}

/**
 * Measures training and inference in several sizes beside PyTorch, in turn;
 * returns a table of pictures per second.
 */
export async function measureSizes(
  workloads: readonly Workload[],
  setting: Pick<Job, "threads" | "dataDir">,
  patience: Patience,
  say: (what: string) => void,
): Promise<string> {
  const contenders = CONTENDERS.filter(({ role, avx2 }) =>
    !avx2 && (role === "ours" || role === "reference")
  );
  const rows: string[][] = [];
  for (const workload of workloads) {
    await using stack = new AsyncDisposableStack();
    const { name, model, latentDim } = workload;
    const processes: ContenderProcess[] = [];
    for (const contender of contenders) {
      const job = { name, model, latentDim, ...setting };
      processes.push(
        stack.use(await ContenderProcess.start(contender, job)),
      );
    }
    for (const size of sizesOf(workload)) {
      say(`${workload.title}: ${size.words}`);
      rows.push(await rowOf(size, processes, patience));
    }
  }
  return formatTable(
    ["model", "what", "ours, pictures/s", "PyTorch's", "ratio of times"]
      .concat("others"),
    rows.map(([title, ...row], i) => [
      title === rows[i - 1]?.[0] ? "" : title,
      ...row,
    ]),
    ["left", "left", "right", "right", "right", "right"],
  );
}

async function rowOf(
  { workload, request, words, pictures, rounds }: Size,
  processes: readonly ContenderProcess[],
  patience: Patience,
): Promise<string[]> {
  const measured = processes.map((process) => ({
    process,
    count: 1,
    rounds: [] as Round[],
  }));
  for (const one of measured) {
    if (rounds === 1) continue; // long enough to be its own warm-up
    await one.process.ask(request(3));
    const { ms } = await one.process.ask(request(2));
    one.count = Math.max(2, Math.min(2000, Math.round(ROUND_MS / median(ms))));
  }
  for (let round = 0; round < rounds; round++) {
    for (const { process, count, rounds } of measured) {
      const { value, others } = await patience.quietly(() =>
        process.ask(request(count))
      );
      rounds.push({ value: value.ms, others });
    }
  }
  const [ours, ...formats] = measured.map(({ rounds }) => rounds);
  const [figure] = formats.flatMap((theirs) =>
    compare("step", "", ours, theirs)
  )
    .sort((a, b) => a.theirs - b.theirs);
  const perSecond = (ms: number) =>
    Number((1e3 * pictures / ms).toPrecision(3)).toLocaleString("en-US");
  return [workload.title, words, perSecond(figure.ours)]
    .concat(perSecond(figure.theirs), digits(figure.ratio), loadText(figure));
}
