const taken = new Set<number>();

/** A processor that no other run has, as long as there are enough of them. */
export function takeProcessor(): Disposable & { slot: number } {
  let slot = 0;
  while (taken.has(slot)) slot++;
  taken.add(slot);
  return { slot, [Symbol.dispose]: () => taken.delete(slot) };
}
