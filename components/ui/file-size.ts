import { formatNumber } from "./number.ts";

/** A size as people say it: `480 bytes`, `12 kB`, `3.4 MB`. */
export function formatFileSize(bytes: number): string {
  if (bytes < 1_000) return formatNumber(bytes, { style: "unit", unit: "byte", unitDisplay: "long" });
  const isSmall = bytes < 1_000_000;
  return formatNumber(bytes / (isSmall ? 1_000 : 1_000_000), {
    style: "unit",
    unit: isSmall ? "kilobyte" : "megabyte",
    maximumSignificantDigits: 2,
  });
}
