/** The cluster cannot be used any more, for no fault of its work. */
export class ClusterError extends Error {
  override name = "ClusterError";
}
