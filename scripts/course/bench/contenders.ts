import { join } from "node:path";
import type { Job } from "./protocol.ts";
import { torchPython } from "./torch_step.ts";

/** Something that trains the sheet's models. */
export interface Contender {
  /** Its name, for people and as key of the results. */
  name: string;
  /** Its program, with the arguments that precede the job. */
  command: string[];
  variant: Job["variant"];
  /** Whether it needs the Python environment with PyTorch. */
  torch?: boolean;
  /** Whether it is PyTorch without compilation, to which ratios are relative. */
  eager?: boolean;
  /** Whether `--quick` measures it. */
  quick?: boolean;
}

const program = (name: string): string => join(import.meta.dirname!, name);
const deno = (name: string) => [Deno.execPath(), "run", "-A", program(name)];
const torch = [torchPython, program("contend_torch.py")];

/** This library. */
export const OURS = "mle";

/** All contenders, in the order of each round. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: OURS,
    command: deno("contend_ours.ts"),
    variant: "",
    quick: true,
  },
  {
    name: "PyTorch eager",
    command: torch,
    variant: "",
    torch: true,
    eager: true,
    quick: true,
  },
  {
    name: "PyTorch channels-last",
    command: torch,
    variant: "channels-last",
    torch: true,
    eager: true,
    quick: true,
  },
  {
    name: "torch.compile",
    command: torch,
    variant: "compile",
    torch: true,
  },
  {
    name: "tfjs-node tf.layers",
    command: deno("contend_layers.ts"),
    variant: "",
  },
];
