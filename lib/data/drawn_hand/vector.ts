/** A point or direction: x to the right, y up, z towards the viewer. */
export type Vector = readonly [x: number, y: number, z: number];

/** a + s·b */
export function addScaled(a: Vector, b: Vector, s: number): Vector {
  return [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];
}

/** The vector of length 1 in the same direction. */
export function normalized(v: Vector): Vector {
  const length = Math.sqrt(v[0] ** 2 + v[1] ** 2 + v[2] ** 2);
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** The rotation that turns about y (yaw), then x (pitch), then z (roll), in radians. */
export function rotation(
  yaw: number,
  pitch: number,
  roll: number,
): (v: Vector) => Vector {
  const [cy, sy] = [Math.cos(yaw), Math.sin(yaw)];
  const [cp, sp] = [Math.cos(pitch), Math.sin(pitch)];
  const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
  return ([x0, y0, z0]) => {
    const [x1, z1] = [cy * x0 + sy * z0, cy * z0 - sy * x0];
    const [y2, z2] = [cp * y0 - sp * z1, sp * y0 + cp * z1];
    return [cr * x1 - sr * y2, sr * x1 + cr * y2, z2];
  };
}
