/**
 * What a machine must have in common with the grader for its marks to be the
 * same, by name.
 *
 * @param version The digest of all that affects marks
 */
export async function identityOf(
  version: string,
): Promise<Record<string, string>> {
  const { tensorFlowVersion } = await import("mle/tf/mod.ts");
  return { "version of marks": version, TensorFlow: tensorFlowVersion };
}
