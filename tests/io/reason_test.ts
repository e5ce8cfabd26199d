import { assertEquals } from "@std/assert";
import { cannotWrite } from "mle/io/mod.ts";

Deno.test("who cannot write is told what to do, in the system's own words", () => {
  const said = (error: Error) => cannotWrite("a.txt", error).message;
  assertEquals(
    [
      new Error("No space left on device (os error 28): write 'a.txt'"),
      new Error("Disk quota exceeded (os error 122)"),
      new Deno.errors.PermissionDenied("Permission denied (os error 13)"),
      new Deno.errors.AlreadyExists("File exists (os error 17): mkdir 'a.txt'"),
      new Error("Is a directory (os error 21)\n  at more"),
    ].map(said),
    [
      "Cannot write a.txt: No space left on device. Make room there, then " +
      "start again",
      "Cannot write a.txt: Disk quota exceeded. Make room there, then start " +
      "again",
      "Cannot write a.txt: Permission denied. Choose a folder that you may " +
      "write to, or ask its owner",
      "Cannot write a.txt: File exists. Choose another name, or move away what " +
      "is there",
      "Cannot write a.txt: Is a directory",
    ],
  );
});
