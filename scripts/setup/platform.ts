/** What a Deno is compiled for, as in `Deno.build`. */
export interface Platform {
  os: string;
  arch: string;
  /** The C library's name on Linux. */
  env?: string;
}

const DEBIAN_ELSEWHERE =
  "Use the project on a JupyterHub, in a virtual machine with Debian or " +
  "Ubuntu, or in a container: .devcontainer describes one.";

const WSL = `Windows outside WSL was never tried: not set-up, not a notebook.
Grading cannot work there, and training takes two to four times as long, since
TensorFlow is an older one, without the project's own ops. Better:

  1. in PowerShell:   wsl --install -d Ubuntu
  2. restart, open "Ubuntu" from the Start menu, and in it:
       sudo apt-get update && sudo apt-get install nodejs npm
  3. copy the project's folder into your home there (not to /mnt/c, where
     everything takes long), and start the same command in it

Set-up goes on here all the same.
`;

/**
 * What a person is to know before set-up starts on a platform where nobody has
 * run the project; undefined where it has been run.
 *
 * @throws {Error} where it cannot work, with what to do instead
 */
export function platformNote(
  { os, arch, env }: Platform,
): string | undefined {
  if (os === "linux" && env === "musl") {
    throw new Error(
      "This is a Linux with musl, such as Alpine. TensorFlow's libraries need " +
        `glibc, so the project cannot run here. ${DEBIAN_ELSEWHERE}`,
    );
  }
  if (os === "darwin" && arch === "x86_64") {
    throw new Error(
      "This is a Mac with an Intel processor, for which there is no TensorFlow " +
        `2.17 or newer. ${DEBIAN_ELSEWHERE}`,
    );
  }
  switch (os) {
    case "windows":
      return WSL;
    case "linux":
    case "darwin":
      return arch === "x86_64"
        ? undefined
        : `Nobody has run the project on ${
          os === "linux" ? "Linux" : "macOS"
        } ` +
          "with an ARM processor yet. It should work; `deno task doctor` " +
          "shows whether it does.\n";
    default:
      throw new Error(
        `There is no TensorFlow for ${os}. ${DEBIAN_ELSEWHERE}`,
      );
  }
}
