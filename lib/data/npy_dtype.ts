/** The numbers of an `.npy` file, in the typed array of their own kind. */
export type NpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** The kinds of numbers that are read, in NumPy's notation (`<` is little-endian). */
export const NPY_DTYPES = {
  "|u1": Uint8Array,
  "|i1": Int8Array,
  "<u2": Uint16Array,
  "<i2": Int16Array,
  "<u4": Uint32Array,
  "<i4": Int32Array,
  "<u8": BigUint64Array,
  "<i8": BigInt64Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
};

/** A kind of numbers that is read. */
export type NpyDtype = keyof typeof NPY_DTYPES;
