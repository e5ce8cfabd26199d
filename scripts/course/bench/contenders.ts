import { join } from "node:path";
import { benchPython } from "./python_step.ts";
import type { Workload } from "./workloads.ts";

/** Something that trains the sheet's models. */
export interface Contender {
  /** Its name, for people and as key of the results. */
  name: string;
  /**
   * `reference`: eager PyTorch in one of its two memory formats, to the faster
   * of which ratios are relative; the others have ratios of their own.
   */
  role: "ours" | "reference" | "fused" | "jax";
  /** Its program, with the arguments that precede the job. */
  command: readonly string[];
  /** What its program gets as the job's `variant`. */
  variant: string;
  /** Whether it is held to AVX2, and compared with its like. */
  avx2: boolean;
}

const program = (name: string): string => join(import.meta.dirname!, name);
const deno = [Deno.execPath(), "run", "-A", program("contend_ours.ts")];
const torch = [benchPython, program("contend_torch.py")];
const jax = [benchPython, program("contend_jax.py")];

/** As the processor is, and held to AVX2. */
const both = (contender: Omit<Contender, "avx2">): Contender[] => [
  { ...contender, avx2: false },
  { ...contender, name: `${contender.name}, AVX2`, avx2: true },
];

/** All contenders. */
export const CONTENDERS: readonly Contender[] = [
  ...both({ name: "mle", role: "ours", command: deno, variant: "" }),
  ...both({
    name: "PyTorch",
    role: "reference",
    command: torch,
    variant: "",
  }),
  ...both({
    name: "PyTorch channels-last",
    role: "reference",
    command: torch,
    variant: "channels-last",
  }),
  {
    name: "PyTorch fused Adam",
    role: "fused",
    command: torch,
    variant: "fused",
    avx2: false,
  },
  { name: "JAX (jit)", role: "jax", command: jax, variant: "", avx2: false },
];

/** The environment that holds TensorFlow, PyTorch and our ops to AVX2. */
export const AVX2_ENV: Record<string, string> = {
  MLE_OWN_OPS: "avx2",
  ATEN_CPU_CAPABILITY: "avx2",
  ONEDNN_MAX_CPU_ISA: "AVX2",
  DNNL_MAX_CPU_ISA: "AVX2",
  MKL_ENABLE_INSTRUCTIONS: "AVX2",
};

/** The contenders on a workload, in the order of each round. */
export function contendersOn(
  { model, avx2 = false }: Workload,
  quick: boolean,
): Contender[] {
  return CONTENDERS.filter((contender) =>
    (contender.avx2 ? avx2 && !quick : true) &&
    (contender.role === "ours" || contender.role === "reference" ||
      (model !== "pooling" && !quick))
  ).sort((a, b) => Number(a.avx2) - Number(b.avx2));
}
