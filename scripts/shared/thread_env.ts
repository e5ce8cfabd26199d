/**
 * The variables that tell each runtime how many threads to use within and
 * between ops.
 */
export function threadEnv(threads: number): Record<string, string> {
  const names = ["OMP_NUM_THREADS", "MKL_NUM_THREADS"]
    .concat(["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"]);
  return {
    ...Object.fromEntries(names.map((name) => [name, `${threads}`])),
    TF_CPP_MIN_LOG_LEVEL: "2",
  };
}
