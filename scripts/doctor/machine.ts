import { cpus } from "node:os";
import { memoryLimit, memoryWarning } from "../shared/memory.ts";

// The instruction sets that TensorFlow and oneDNN choose kernels by.
const FEATURES =
  /^(sse4_2|fma|avx|avx2|avx512f|avx512_vnni|avx512_bf16|amx_tile|asimd|sve)$/;

/** The processor and memory, as far as they affect speed. */
export async function describeMachine(): Promise<[string, string][]> {
  const cores = cpus();
  const memory = await memoryLimit();
  const warning = memoryWarning(memory);
  return [
    ["system", `${Deno.build.os} ${Deno.build.arch} (${Deno.osRelease()})`],
    ["processor", `${cores[0]?.model ?? "unknown"}, ${cores.length} threads`],
    ["vector instructions", await cpuFeatures()],
    ["memory", `${(memory / 2 ** 30).toFixed(1)} GiB`],
    ...warning ? [["", warning] satisfies [string, string]] : [],
  ];
}

async function cpuFeatures(): Promise<string> {
  if (Deno.build.os !== "linux") return "not read on this system";
  const text = await Deno.readTextFile("/proc/cpuinfo");
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1] ?? "";
  return flags.split(" ").filter((flag) => FEATURES.test(flag)).join(" ") ||
    "none that matter";
}
