/** A process as Linux describes it. */
interface Process {
  pid: number;
  parent: number;
  name: string;
  /** Its processor time, and that of its children that have ended. */
  cpuMs: number;
}

// User space always sees 100 ticks per second.
const TICK_MS = 10;

/** All processes; none on systems other than Linux. */
function allProcesses(): Process[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")].flatMap(({ name: pid }) => {
    const stat = /^\d+$/.test(pid) ? readIfThere(`/proc/${pid}/stat`) : "";
    if (stat === "") return [];
    const nameEnd = stat.lastIndexOf(")");
    const fields = stat.slice(nameEnd + 2).split(" ");
    const ticks = fields.slice(11, 15).map(Number);
    return {
      pid: Number(pid),
      parent: Number(fields[1]),
      name: stat.slice(stat.indexOf("(") + 1, nameEnd),
      cpuMs: TICK_MS * ticks.reduce((sum, count) => sum + count, 0),
    };
  });
}

/** The text of a file of a process, which may have ended. */
function readIfThere(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** This process and all that descend from it. */
function family(processes: readonly Process[]): Set<number> {
  const members = new Set([Deno.pid]);
  let before = 0;
  while (members.size > before) {
    before = members.size;
    for (const { pid, parent } of processes) {
      if (members.has(parent)) members.add(pid);
    }
  }
  return members;
}

/** The processor time that others had, while something of ours ran. */
export interface Disturbance {
  /** In processors: 1 is all of one processor. NaN where the system does not tell. */
  cores: number;
  /** The names of the processes that used them, the busiest first. */
  by: string[];
}

/**
 * Starts to watch the processors; the function that it returns tells what other
 * processes than this one and its descendants, and other guests of the same
 * host, have used since then.
 *
 * A process counts with its ended children, so that what ran and ended in the
 * meantime is counted, too.
 */
export function watchOthers(): () => Disturbance {
  const startedAt = performance.now();
  const before = usage();
  return () => {
    const elapsedMs = performance.now() - startedAt;
    if (before === undefined) return { cores: NaN, by: [] };
    const after = usage()!;
    // A process's time is known to a tick: one may be hardly anything.
    const used = after.othersMs - before.othersMs - TICK_MS;
    const stolen = after.stolenMs - before.stolenMs;
    const by = [...after.others.values()]
      .map(({ pid, name, cpuMs }) => ({
        name,
        ms: cpuMs - (before.others.get(pid)?.cpuMs ?? 0),
      }))
      .filter(({ ms }) => ms > 0)
      .sort((a, b) => b.ms - a.ms).map(({ name }) => name);
    return {
      cores: Math.max(0, used + stolen) / elapsedMs,
      by: [...new Set(by)],
    };
  };
}

function usage() {
  const processes = allProcesses();
  if (processes.length === 0) return undefined;
  const ours = family(processes);
  const others = new Map(
    processes.filter(({ pid }) => !ours.has(pid)).map((one) => [one.pid, one]),
  );
  const steal = /^cpu +(?:\d+ +){7}(\d+)/.exec(readIfThere("/proc/stat"))!;
  return {
    others,
    othersMs: [...others.values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    stolenMs: TICK_MS * Number(steal[1]),
  };
}

/**
 * The memory of this process's descendants, in bytes: their proportional set
 * sizes, in which memory that several share counts once.
 */
export function memoryOfDescendants(): number {
  const ours = family(allProcesses());
  ours.delete(Deno.pid);
  return [...ours].reduce((sum, pid) => {
    const rollup = readIfThere(`/proc/${pid}/smaps_rollup`);
    return sum + 1024 * Number(/^Pss: +(\d+)/m.exec(rollup)?.[1] ?? 0);
  }, 0);
}
