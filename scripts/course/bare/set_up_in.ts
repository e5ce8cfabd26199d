import { join } from "node:path";
import { CommandError, runOrThrow } from "../../shared/command.ts";
import { ROOT } from "../../shared/paths.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { type Account, type BareRoot, ROOT_ACCOUNT } from "./bare_root.ts";

// What README asks for.
const README_PACKAGES = ["nodejs", "npm"];
/** The command with which set-up installs what it says is missing. */
const INSTALL = /^ *(?:sudo )?(apt-get install .+)$/m;

/** Puts a clean clone into an account's home; returns its folder there. */
export async function cloneInto(
  root: BareRoot,
  { id, home }: Account,
): Promise<string> {
  const project = join(home, "project");
  const folder = join(root.folder, project);
  const clone = ["clone", "--quiet", "--no-hardlinks", ROOT, folder];
  await runOrThrow({ program: "git", args: clone });
  const owner = `${id}:${id}`;
  await runOrThrow({ program: "chown", args: ["-R", owner, folder] });
  return project;
}

/**
 * Sets the clone up as README says, and installs what set-up asks for, as a
 * reader would.
 *
 * @throws {CommandError} if set-up fails in spite of that
 */
export async function setUpIn(
  root: BareRoot,
  account: Account,
  project: string,
  progress: ProgressLine,
): Promise<void> {
  const step = async (
    title: string,
    account: Account,
    line: string,
  ): Promise<void> => {
    progress.start(title);
    try {
      await root.runOrThrow(
        account,
        ["sh", "-c", `cd "$0" && ${line}`, project],
        (said) => progress.detail(said),
      );
      progress.done("");
    } catch (error) {
      progress.failed();
      throw error;
    }
  };
  const apt = (line: string) =>
    step(
      line,
      ROOT_ACCOUNT,
      `DEBIAN_FRONTEND=noninteractive ${line} --quiet --yes`,
    );
  const setUp = `npx --yes deno@${Deno.version.deno} task setup`;

  await apt("apt-get update");
  await apt(`apt-get install ${README_PACKAGES.join(" ")}`);
  try {
    await step(setUp, account, setUp);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const asked = INSTALL.exec(error.message)?.[1];
    if (asked === undefined) throw error;
    await apt(asked);
    await step(setUp, account, setUp);
  }
}
