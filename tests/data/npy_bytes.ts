/** The bytes of an `.npy` file, of which a test can make any part wrong. */
export interface NpyParts {
  magic?: string;
  version?: [major: number, minor: number];
  descr?: string;
  fortranOrder?: "True" | "False";
  shape?: string;
  /** The whole header, in place of what the three above make. */
  header?: string;
  /** What the file claims as the length of its header. */
  headerLength?: number;
  data?: Uint8Array;
}

/** A sound file of the six bytes 0 to 5, shape (2, 3), except for what is given. */
export function npyBytes(parts: NpyParts = {}): Uint8Array {
  const {
    magic = "\x93NUMPY",
    version = [1, 0],
    descr = "'|u1'",
    fortranOrder = "False",
    shape = "(2, 3)",
    data = Uint8Array.of(0, 1, 2, 3, 4, 5),
  } = parts;
  const header = parts.header ??
    `{'descr': ${descr}, 'fortran_order': ${fortranOrder}, 'shape': ${shape}, }\n`;
  const prefixLength = version[0] === 1 ? 10 : 12;
  const bytes = new Uint8Array(prefixLength + header.length + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(latin1(magic));
  bytes.set(version, 6);
  const headerLength = parts.headerLength ?? header.length;
  if (version[0] === 1) view.setUint16(8, headerLength, true);
  else view.setUint32(8, headerLength, true);
  bytes.set(latin1(header), prefixLength);
  bytes.set(data, prefixLength + header.length);
  return bytes;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
