/** The typed array of each supported dtype, in NumPy's notation (`<` is little-endian). */
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
};

/** A supported dtype. */
export type NpyDtype = keyof typeof NPY_DTYPES;

/** The numbers of an `.npy` file, as a typed array of their dtype. */
export type NpyData = typeof NPY_DTYPES[NpyDtype]["prototype"];

/** The numbers that can be written: all dtypes but float16. */
export type WritableNpyData = Exclude<NpyData, Float16Array>;
