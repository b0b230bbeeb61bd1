const format = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

/** A size as people say it: `480 bytes`, `12 kB`, `3.4 MB`. */
export function formatFileSize(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < 1_000_000 ? `${format.format(bytes / 1_000)} kB` : `${format.format(bytes / 1_000_000)} MB`;
}
