/** A process of this machine; the time of its start tells it from a later one with its number. */
export interface Process {
  pid: number;
  parent: number;
  startedAt: string;
}

/** All processes there are. */
export function allProcesses(): Process[] {
  const found: Process[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // The name, in parentheses, may hold anything.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const isZombie = fields[0] === "Z";
      if (isZombie) continue;
      found.push({
        pid: Number(name),
        parent: Number(fields[1]),
        startedAt: fields[19],
      });
    } catch {
      // It has just ended.
    }
  }
  return found;
}

/** All processes that a process has started, and they in turn. */
export function descendants(pid: number): Process[] {
  const all = allProcesses();
  const found: Process[] = [];
  let parents = new Set([pid]);
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map(({ pid }) => pid));
  }
  return found;
}

/** The name of a process's program; empty if it has ended. */
export function programOf(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/comm`).trim();
  } catch {
    return "";
  }
}

/** Waits until none of the processes is there any more. */
export async function assertAllEnd(processes: Process[]): Promise<void> {
  const key = ({ pid, startedAt }: Process) => `${pid} ${startedAt}`;
  const awaited = new Set(processes.map(key));
  for (let tries = 0;; tries++) {
    const left = allProcesses().filter((process) => awaited.has(key(process)));
    if (left.length === 0) return;
    if (tries > 300) {
      throw new Error(`processes ${left.map(({ pid }) => pid)} live on`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The most memory that the program which drives a kernel takes during `body`, in bytes. */
export async function peakOfDriver(body: () => Promise<void>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    for (const { pid } of descendants(Deno.pid)) {
      try {
        const status = Deno.readTextFileSync(`/proc/${pid}/status`);
        if (!/^Name:\s*python/.test(status)) continue;
        const [, kib] = /VmHWM:\s*(\d+) kB/.exec(status)!;
        peak = Math.max(peak, Number(kib) * 1024);
      } catch {
        // It has just ended.
      }
    }
  }, 10);
  try {
    await body();
  } finally {
    clearInterval(timer);
  }
  return peak;
}
