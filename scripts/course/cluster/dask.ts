import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../../shared/command.ts";
import { BUILD, venvProgram } from "../../shared/paths.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { carryOut, isDone, type Step } from "../../setup/step.ts";
import { venvStep } from "../../setup/venv_step.ts";

const HERE = import.meta.dirname!;
const VENV = join(BUILD, "cluster", "venv");
const PYTHON = venvProgram("python", VENV);
/** Where the certificate lies, if there is one. */
export const certificateFolder: string = join(BUILD, "cluster", "tls");

/** The Python environment with Dask, which only clusters need. */
const daskStep: Step = venvStep({
  title: "Dask",
  folder: VENV,
  requirements: join(HERE, "requirements.txt"),
  describe: "import distributed; print(distributed.__version__)",
});

/** Installs Dask unless it is there. */
export async function installDask(progress: ProgressLine): Promise<void> {
  if (!await isDone(daskStep)) await carryOut(daskStep, progress);
}

/**
 * The command that runs Dask's Python with some arguments. Our certificate, if
 * there is one, takes precedence over Dask's own settings.
 */
export async function daskCommand(...args: string[]): Promise<string[]> {
  const [certificate, key] = certificateFiles();
  const settings: Record<string, string> = {
    SCHEDULER__ALLOWED_FAILURES: "0", // the bridge tries again
    SCHEDULER__WORKER_TTL: "60 s",
  };
  if (await hasCertificate()) {
    settings.COMM__REQUIRE_ENCRYPTION = "True";
    settings.COMM__TLS__CA_FILE = certificate;
    for (const role of ["CLIENT", "SCHEDULER", "WORKER"]) {
      settings[`COMM__TLS__${role}__CERT`] = certificate;
      settings[`COMM__TLS__${role}__KEY`] = key;
    }
  }
  const set = Object.entries(settings)
    .map(([name, value]) => `DASK_DISTRIBUTED__${name}=${value}`);
  return ["env", `PYTHONPATH=${HERE}`, ...set, PYTHON, "-B", ...args];
}

/** The command that runs a scheduler; without a certificate, for this machine only. */
export async function schedulerCommand(...args: string[]): Promise<string[]> {
  const where = await hasCertificate()
    ? ["--protocol", "tls"]
    : ["--protocol", "tcp", "--host", "127.0.0.1"];
  return await daskCommand(
    ...["-m", "distributed.cli.dask_scheduler", ...where],
    // It has no encryption, so nobody but this machine's users sees it.
    ...["--dashboard-address", "127.0.0.1:8787"],
    ...args,
  );
}

/** The command that runs a worker which does our work, until either ends. */
export function workerCommand(
  address: string,
  ...args: string[]
): Promise<string[]> {
  // Whoever reaches a worker without TLS can run programs on it.
  const host = address.startsWith("tls:") ? [] : ["--host", "127.0.0.1"];
  return daskCommand(
    ...["-m", "distributed.cli.dask_worker", address, ...host, "--no-nanny"],
    ...["--no-dashboard", "--memory-limit", "0", "--preload", "mle_worker"],
    ...args,
  );
}

/** The command that runs a module of ours with Dask. */
export function ourCommand(
  name: "bridge" | "certificate" | "jobqueue",
  ...args: string[]
): Promise<string[]> {
  return daskCommand(join(HERE, `${name}.py`), ...args);
}

/** The certificate that proves who belongs to the cluster, and its key. */
function certificateFiles(): [certificate: string, key: string] {
  const [certificate, key] = ["certificate.pem", "key.pem"];
  return [join(certificateFolder, certificate), join(certificateFolder, key)];
}

/**
 * Whether there is a certificate with its key.
 *
 * @throws {Error} if one of the two is missing, or others may read the key.
 */
export async function hasCertificate(): Promise<boolean> {
  const files = certificateFiles();
  const missing: string[] = [];
  for (const file of files) if (!await exists(file)) missing.push(file);
  if (missing.length === files.length) return false;
  if (missing.length > 0) {
    throw new Error(
      `Cannot use the certificate: ${missing[0]} is missing. Copy ` +
        `${certificateFolder} whole from the host where it was made, or delete ` +
        "it on all hosts and make it anew: deno task cluster certificate",
    );
  }
  const [, key] = files;
  const { mode } = await Deno.stat(key);
  if (mode !== null && (mode & 0o077) !== 0) {
    throw new Error(
      `Cannot use the certificate: others can read ${key}, and whoever has it ` +
        `can run programs on all hosts. Say chmod 600 ${key}`,
    );
  }
  return true;
}

/** Makes a certificate unless there is one; returns its folder. */
export async function makeCertificate(): Promise<string> {
  if (!await hasCertificate()) {
    const beside = `${certificateFolder}.${crypto.randomUUID()}.tmp`;
    const [program, ...args] = await ourCommand("certificate", beside);
    await runOrThrow({ program, args });
    await Deno.rename(beside, certificateFolder);
  }
  return certificateFolder;
}
