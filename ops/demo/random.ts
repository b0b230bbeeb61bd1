/** A row of numbers that looks random and is the same each time. */
export type Random = {
  /** At least `from`, less than `to`. */
  between(from: number, to: number): number;
  /** As `between`, whole. */
  whole(from: number, to: number): number;
  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): T[];
};

/** Mulberry32: 32 bits of state are plenty to tell a story twice in the same words. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number) => from + next() * (to - from);
  const whole = (from: number, to: number) => Math.floor(between(from, to));
  return {
    between,
    whole,
    shuffled(things) {
      const mixed = [...things];
      for (let last = mixed.length - 1; last > 0; last--) {
        const other = whole(0, last + 1);
        [mixed[last], mixed[other]] = [mixed[other] as (typeof mixed)[0], mixed[last] as (typeof mixed)[0]];
      }
      return mixed;
    },
  };
}
