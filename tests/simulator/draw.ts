import { createRandom } from "#ops/demo/random.ts";

/** What one step of a history draws. It depends on the step's own number alone, so that a history without another step draws the same. */
export type Draw = {
  /** At least 0, less than `below`, whole. */
  whole(below: number): number;
  /** Of so many in a hundred. */
  percent(of: number): boolean;
  /** One of them; undefined of none. What is drawn stays the same when others are added or go away, as far as that can be. */
  pick<T>(things: readonly T[], nameOf?: (thing: T) => string): T | undefined;
};

export function createDraw(step: number): Draw {
  const random = createRandom(step);
  const whole = (below: number) => random.whole(0, below);
  return {
    whole,
    percent: (of) => random.between(0, 100) < of,
    pick(things, nameOf = String) {
      const salt = whole(0x7fffffff);
      let best: { thing: (typeof things)[number]; rank: number } | undefined;
      for (const thing of things) {
        const rank = mix(nameOf(thing), salt);
        if (!best || rank < best.rank) best = { thing, rank };
      }
      return best?.thing;
    },
  };
}

/** FNV-1a with a finish: a number for a text that looks drawn. */
function mix(text: string, salt: number): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The steps of a history by its seed. */
export function drawSteps(seed: number, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.whole(0, 0x7fffffff));
}
