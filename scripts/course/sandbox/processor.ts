const taken = new Set<number>();

/** Reserves a processor that no other run uses, as long as there are enough. */
export function takeProcessor(): Disposable & { slot: number } {
  let slot = 0;
  while (taken.has(slot)) slot++;
  taken.add(slot);
  return { slot, [Symbol.dispose]: () => taken.delete(slot) };
}
