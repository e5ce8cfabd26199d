/**
 * Runs a program that takes no arguments and may use no package: there are none
 * before set-up and after uninstall. Otherwise like `runProgram`.
 */
export async function runBareProgram(
  name: string,
  description: string,
  action: () => Promise<void>,
): Promise<void> {
  const [first] = Deno.args;
  if (first === "--help" || first === "-h") {
    return console.log(`Usage: ${name}\n\n${description}`);
  }
  if (first !== undefined) {
    console.error(
      `error: ${name} takes no arguments, not ${first}\n\n` +
        "(see --help)",
    );
    Deno.exit(2);
  }
  try {
    await action();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    Deno.exit(1);
  }
}
