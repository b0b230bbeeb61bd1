const MEGABYTE = 1_000_000;

/** How large an upload may be, by what it is for. */
export const SIZE_MEGABYTES_MAX = { picture: 10, attachment: 10, material: 50 } as const;

export const getSizeBytesMax = (purpose: keyof typeof SIZE_MEGABYTES_MAX) => SIZE_MEGABYTES_MAX[purpose] * MEGABYTE;

/** How many files one message carries at most. */
export const ATTACHMENTS_MAX = 5;
