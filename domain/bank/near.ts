/** Whether two texts differ by one typing error at most: a character too much, too few or wrong, or two side by side exchanged. */
export function isNear(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}

/** What is left of a text with one character taken out, and the text itself: two texts that are near have one of these in common. */
const listStumps = (text: string) => [text, ...Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1))];

/** Finds what is near a text among many, without comparing it with each. */
export function createNearIndex<Value>(entries: Iterable<readonly [text: string, value: Value]>) {
  const stumps = new Map<string, [text: string, value: Value][]>();
  for (const [text, value] of entries) {
    for (const stump of new Set(listStumps(text))) {
      const there = stumps.get(stump);
      if (there) there.push([text, value]);
      else stumps.set(stump, [[text, value]]);
    }
  }
  return (text: string): { value: Value; isExact: boolean }[] => {
    const found = new Map<Value, boolean>();
    for (const stump of listStumps(text)) {
      for (const [known, value] of stumps.get(stump) ?? []) {
        if (isNear(text, known)) found.set(value, found.get(value) === true || known === text);
      }
    }
    return [...found].map(([value, isExact]) => ({ value, isExact }));
  };
}
