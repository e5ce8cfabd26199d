/** PyTorch's names of options that this library lacks, in this library's case. */
const ONLY_IN_PYTORCH = new Set([
  ...["dilation", "groups", "paddingMode", "bias", "ceilMode", "returnIndices"],
  ...["affine", "momentum", "trackRunningStats"],
  ...["weight", "reduction", "ignoreIndex", "labelSmoothing"],
  ...["weightDecay", "amsgrad", "maximize", "foreach", "fused"],
  ...["sampler", "batchSampler", "numWorkers", "collateFn", "pinMemory"],
  ...["dropLast", "timeout", "generator", "prefetchFactor"],
]);

/**
 * The given options, with defaults for the others.
 *
 * @param action What fails if an option is wrong, for the message, such as
 * "make Conv2d".
 * @param defaults All options, with their defaults.
 * @throws {TypeError} if `given` is not an object, has an unknown option, or has
 * something else where the default is true or false.
 */
export function readOptions<Options extends object>(
  action: string,
  defaults: Options,
  given: Partial<Options> = {},
): Options {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new TypeError(
      `Cannot ${action}: expected options such as ` +
        `${JSON.stringify(defaults)}, got ${show(given)}; unlike in Python, ` +
        "they are the fields of one object",
    );
  }
  const unknown = Object.keys(given).find((name) =>
    !Object.hasOwn(defaults, name)
  );
  if (unknown !== undefined) {
    throw new TypeError(
      `Cannot ${action}: expected no options but ` +
        `${Object.keys(defaults).join(", ")}, got ${unknown}` +
        (ONLY_IN_PYTORCH.has(unknown)
          ? ", which PyTorch has and this library has not"
          : ""),
    );
  }
  const present = Object.entries(given)
    .filter(([, value]) => value !== undefined);
  for (const [name, value] of present) {
    const isSwitch = typeof defaults[name as keyof Options] === "boolean";
    if (!isSwitch || typeof value === "boolean") continue;
    throw new TypeError(
      `Cannot ${action}: expected ${name} that is true or false, got ` +
        show(value),
    );
  }
  return { ...defaults, ...Object.fromEntries(present) };
}

/**
 * Rejects arguments beyond those of a function: in a notebook, whose cells are
 * not type-checked, they would be ignored silently.
 *
 * @throws {TypeError} if there are any.
 */
export function refuseMore(action: string, more: readonly unknown[]): void {
  if (more.length === 0) return;
  const names = typeof more[0] === "object" && more[0] !== null
    ? Object.keys(more[0])
    : [];
  const isTorch = names.some((name) => ONLY_IN_PYTORCH.has(name));
  throw new TypeError(
    `Cannot ${action}: expected no further argument, got ${show(more[0])}` +
      (isTorch ? ", which PyTorch has and this library has not" : ""),
  );
}

/**
 * Checks that a value is an integer of at least `min`.
 *
 * @param name What it is, such as "a stride".
 * @throws {TypeError} if it is not a number.
 * @throws {RangeError} if it is not an integer, less than `min`, or not an
 * int32.
 */
export function requireWhole(
  action: string,
  name: string,
  value: unknown,
  min: number,
): void {
  const isWhole = Number.isInteger(value) && value as number >= min &&
    value as number < 2 ** 31;
  if (isWhole) return;
  const kind = typeof value === "number" ? RangeError : TypeError;
  throw new kind(
    `Cannot ${action}: expected ${name} that is a whole number ≥ ${min}, got ` +
      show(value),
  );
}

/** An option's value as shown in error messages. */
export function show(value: unknown): string {
  if (typeof value === "number" || value === undefined) return `${value}`;
  return typeof value === "function"
    ? `the function ${value.name}`
    : JSON.stringify(value) ?? String(value);
}
