import { identityHere } from "../cluster/identity.ts";

/** What workers of a cluster must have in common with the grader. */
export async function describeIdentity(): Promise<[string, string][]> {
  return Object.entries(await identityHere());
}
