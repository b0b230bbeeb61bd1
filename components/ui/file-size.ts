const formats = (["byte", "kilobyte", "megabyte"] as const).map(
  (unit) => new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 2 }),
);

/** A size as people say it: `480 byte`, `12 kB`, `3.4 MB`. */
export function formatFileSize(bytes: number): string {
  const step = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return formats[step]?.format(bytes / 1_000 ** step) ?? "";
}
