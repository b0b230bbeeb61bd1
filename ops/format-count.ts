/** A number with what it counts: `1 row`, `2,000 rows`. */
export const formatCount = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? noun : `${noun}s`}`;
