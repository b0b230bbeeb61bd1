/** How postal codes are written where everybody knows it, with or without the country before them (`D-10115`, `CH 8001`). Elsewhere nothing is refused. */
const PATTERNS: Record<string, RegExp> = {
  DE: /^(?:DE?[- ]?)?\d{5}$/i,
  AT: /^(?:AT?[- ]?)?[1-9]\d{3}$/i,
  CH: /^(?:CH[- ]?)?[1-9]\d{3}$/i,
};

/** Whether no address of a country has such a postal code. An empty one is none, and not wrong. */
export const isWrongPostCode = (postCode: string, country: string): boolean =>
  postCode !== "" && PATTERNS[country] !== undefined && !PATTERNS[country].test(postCode);
