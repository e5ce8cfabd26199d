/** What workers of a cluster must have in common with the grader. */
export async function describeIdentity(): Promise<[string, string][]> {
  const { identityHere } = await import("../cluster/identity.ts");
  return Object.entries(await identityHere());
}
