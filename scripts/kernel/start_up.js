// Runs in Deno's kernel before the first cell.
{
  // Removing the last listener would put the system's default back, which ends
  // the process: with this one there, a cell may add and remove its own.
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGINT", () => {});
  }
}
