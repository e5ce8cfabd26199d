/**
 * Takes a large notebook from standard input, and writes it without outputs,
 * if it has no more than so many bytes then: slim_program.ts BYTES.
 * Exit code 3: it is not a notebook; standard output says why.
 */
import { NoNotebookError, slim } from "./slim.ts";

const write = async (text: string) => {
  const rest = new Blob([text]).stream();
  await rest.pipeTo(Deno.stdout.writable);
};
try {
  const bytes = await new Response(Deno.stdin.readable).bytes();
  await write(slim(bytes, Number(Deno.args[0])));
} catch (error) {
  if (!(error instanceof NoNotebookError)) throw error;
  await write(error.message);
  Deno.exit(3);
}
