import { assertInstanceOf } from "@std/assert";
import { CheckError } from "mle/checks/mod.ts";

/** What a check says; fails if it says nothing, or breaks. */
export async function checkErrorOf(check: Promise<void>): Promise<string> {
  let said: unknown;
  try {
    await check;
  } catch (error) {
    said = error;
  }
  assertInstanceOf(said, CheckError);
  return said.message;
}
