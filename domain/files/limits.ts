/** How large an upload may be, by what it is for. */
export const SIZE_BYTES_MAX = { picture: 10_000_000, attachment: 10_000_000, material: 50_000_000 } as const;

/** How many files one message carries at most. */
export const ATTACHMENTS_MAX = 5;

/** `480 B`, `12 kB`, `3.4 MB`: how people say a size. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  const tenths = Math.round(bytes / 100_000);
  return tenths >= 100 ? `${Math.round(tenths / 10)} MB` : `${Math.floor(tenths / 10)}.${tenths % 10} MB`;
}
