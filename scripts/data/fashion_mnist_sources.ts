import { join } from "node:path";
import {
  DEBIAN_FASHION_MNIST_DIR,
  FASHION_MNIST_FILES,
} from "mle/data/fashion_mnist.ts";
import { CommandError, run, runOrThrow } from "../shared/command.ts";
import { exists } from "../shared/files.ts";

/** Where Fashion-MNIST can be had. */
export interface Source {
  /** For people. */
  readonly name: string;
  /**
   * Brings the four packed files into the empty folder `work` or below, or to a
   * place of the source's own, and says where they lie.
   */
  fetch(work: string, onDetail: (text: string) => void): Promise<string>;
}

/** The sources there are on this machine, the nearest first. */
export async function fashionMnistSources(): Promise<Source[]> {
  const hasApt = await exists("/usr/bin/apt-get");
  return [
    ...hasApt && Deno.uid() === 0 ? [installedPackage] : [],
    ...hasApt ? [unpackedPackage] : [],
    download(
      "The data set's repository",
      "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ),
    download(
      "The data set's bucket",
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
  ];
}

const PACKAGE = "dataset-fashion-mnist";

const APT_OPTIONS = [
  ...["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15"],
  ...["-o", "DPkg::Lock::Timeout=60", "--quiet"],
];

const APT_ENV = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };

/** Debian's package, installed: needs root. */
const installedPackage: Source = {
  name: `Debian's package ${PACKAGE}, installed`,

  async fetch(_work, onLine) {
    const install = ["install", "--yes", "--no-install-recommends"]
      .concat(["--reinstall", PACKAGE]);
    const apt = (...args: string[]) => ({
      program: "apt-get",
      args: [...APT_OPTIONS, ...args],
      env: APT_ENV,
      onLine,
    });
    if ((await run(apt("--download-only", ...install))).code !== 0) {
      await runOrThrow(apt("update"));
      await runOrThrow(apt("--download-only", ...install));
    }
    // Not with run(), which ends it when this process is killed: that would
    // leave the system's packages half configured.
    const command = apt("--no-download", ...install);
    const { code, stdout, stderr } = await new Deno.Command("apt-get", {
      args: command.args,
      env: APT_ENV,
      detached: true,
      stdin: "null",
    }).output();
    if (code !== 0) {
      const output = await new Blob([stdout, stderr]).text();
      throw new CommandError(command, { code, output });
    }
    return DEBIAN_FASHION_MNIST_DIR;
  },
};

/** Debian's package, downloaded and unpacked: needs no root. */
const unpackedPackage: Source = {
  name: `Debian's package ${PACKAGE}, unpacked`,

  async fetch(work, onLine) {
    const lists = join(work, "lists");
    const ownLists = ["-o", `Dir::State::lists=${lists}`]
      .concat(["-o", `Dir::Cache=${join(work, "cache")}`]);
    const apt = (...args: string[]) => ({
      program: "apt-get",
      args: [...APT_OPTIONS, ...args],
      cwd: work,
      env: APT_ENV,
      onLine,
    });
    if ((await run(apt("download", PACKAGE))).code !== 0) {
      // The system may not know what packages there are.
      await Deno.mkdir(join(lists, "partial"), { recursive: true });
      await Deno.mkdir(join(work, "cache"));
      await runOrThrow(apt(...ownLists, "update"));
      await runOrThrow(apt(...ownLists, "download", PACKAGE));
    }
    const names = Array.from(Deno.readDirSync(work), ({ name }) => name);
    const archive = names.find((name) => name.endsWith(".deb"))!;
    await runOrThrow({
      program: "dpkg-deb",
      args: ["--extract", join(work, archive), work],
    });
    return join(work, DEBIAN_FASHION_MNIST_DIR);
  },
};

const MAX_LENGTH = 2 ** 26; // the largest file has 26 MB

/**
 * The four `.gz` files at an address.
 *
 * @param patience How long to wait for more, in ms
 */
export function download(
  name: string,
  base: string,
  patience: number = 15_000,
): Source {
  return {
    name: `${name} (${base})`,

    async fetch(work, onDetail) {
      for (const file of FASHION_MNIST_FILES.map((name) => `${name}.gz`)) {
        const controller = new AbortController();
        const giveUp = () =>
          controller.abort(
            new Error(`${file}: nothing came for ${patience / 1000} s`),
          );
        let timer = setTimeout(giveUp, patience);
        let length = 0;
        const watch = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, { enqueue }) {
          },
        });
      }
      return work;
    },
  };
}
