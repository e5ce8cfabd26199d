import { hostname } from "node:os";
import { join } from "node:path";

/** Whether Slurm can be started here: Debian's packages slurm-wlm and munge. */
export const hasSlurm: boolean = Deno.uid() === 0 &&
  ["slurmctld", "slurmd", "munged"].every((name) => {
    try {
      return Deno.statSync(`/usr/sbin/${name}`).isFile;
    } catch {
      return false;
    }
  });

/** A Slurm of one node, this machine, that keeps to a folder. */
export class Slurm implements AsyncDisposable {
  readonly #daemons: Deno.ChildProcess[] = [];

  private constructor(readonly folder: string) {}

  static async start(folder: string): Promise<Slurm> {
    const slurm = new Slurm(folder);
    const at = (name: string) => join(folder, name);
    await Deno.chmod(folder, 0o755);
    for (const name of ["spool", "state"]) await Deno.mkdir(at(name));
    const key = crypto.getRandomValues(new Uint8Array(1024));
    await Deno.writeFile(at("munge.key"), key, { mode: 0o400 });
    const host = hostname().split(".")[0];
    const settings = {
      ClusterName: "test",
      SlurmctldHost: `${host}(127.0.0.1)`,
      SlurmctldPort: 26_000 + Deno.pid % 500,
      SlurmdPort: 26_500 + Deno.pid % 500,
      AuthType: "auth/munge",
      AuthInfo: `socket=${at("munge.socket")}`,
      ProctrackType: "proctrack/linuxproc",
      TaskPlugin: "task/none",
      SlurmUser: "root",
      SlurmdSpoolDir: at("spool"),
      StateSaveLocation: at("state"),
      SlurmctldPidFile: at("slurmctld.pid"),
      SlurmdPidFile: at("slurmd.pid"),
      SelectType: "select/cons_tres",
    };
    const conf = Object.entries(settings).map(([name, is]) => `${name}=${is}`);
    conf.push(
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000`,
      `PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
    );
    await Deno.writeTextFile(at("slurm.conf"), conf.join("\n") + "\n");
    Deno.env.set("SLURM_CONF", at("slurm.conf"));
    slurm.#daemon(
      ...["munged", "--foreground", "--force"],
      ...["socket", "key-file", "pid-file", "log-file", "seed-file"].map(
        (name) => `--${name}=${at(`munge.${name.replace("-file", "")}`)}`,
      ),
    );
    slurm.#daemon("slurmctld", "-D");
    slurm.#daemon("slurmd", "-D");
    while (!(await output("sinfo", "-h", "-o", "%t")).startsWith("idle")) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return slurm;
  }

  /** The jobs that wait or run, a line each. */
  async jobs(): Promise<string> {
    return await output("squeue", "-h");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const daemon of this.#daemons.reverse()) {
      daemon.kill("SIGKILL");
      await daemon.status;
    }
  }

  #daemon(name: string, ...args: string[]): void {
    const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
    const command = new Deno.Command(`/usr/sbin/${name}`, { args, ...io });
    this.#daemons.push(command.spawn());
  }
}

async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(program, { args }).output();
  return new TextDecoder().decode(stdout).trim();
}
