/** The numbers of an `.npy` file, as a typed array of their dtype. */
export type NpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float16Array
  | Float32Array
  | Float64Array;

/** The numbers that can be written: all dtypes but float16. */
export type WritableNpyData = Exclude<NpyData, Float16Array>;

/** A supported dtype, in NumPy's notation (`<` is little-endian). */
export type NpyDtype =
  | "|u1"
  | "|i1"
  | "<u2"
  | "<i2"
  | "<u4"
  | "<i4"
  | "<u8"
  | "<i8"
  | "<f2"
  | "<f4"
  | "<f8";

/** The typed array of each dtype. */
export const NPY_DTYPES = {
  "|u1": Uint8Array,
  "|i1": Int8Array,
  "<u2": Uint16Array,
  "<i2": Int16Array,
  "<u4": Uint32Array,
  "<i4": Int32Array,
  "<u8": BigUint64Array,
  "<i8": BigInt64Array,
  "<f2": Float16Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
} satisfies Record<NpyDtype, unknown>;
