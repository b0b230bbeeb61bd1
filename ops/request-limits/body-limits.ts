import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";

const KILOBYTE = 1_024;
const MEGABYTE = 1_000_000;

/** What the body of a request may hold, judged while it arrives and before anything parses it. */
export type BodyLimits = {
  /** Everything but the bytes of files. */
  textBytesMax: number;
  /** Fields of a form, files among them. */
  fieldsMax: number;
  /** Everything. Where it is no more than the text, no file is taken. */
  bytesMax: number;
};

/** A form without files: what a person types into one is far less. */
export const FORM_LIMITS: BodyLimits = { textBytesMax: 64 * KILOBYTE, fieldsMax: 200, bytesMax: 64 * KILOBYTE };

/** What a form adds around its files. */
const AROUND_BYTES = MEGABYTE;
export const UPLOAD_BYTES_MAX =
  Math.max(ATTACHMENTS_MAX * SIZE_MEGABYTES_MAX.attachment, SIZE_MEGABYTES_MAX.material) * MEGABYTE + AROUND_BYTES;

/**
 * A form with a long text. Four bytes a character (RFC 3629), and the text twice: without scripts, a form that was refused
 * carries what was typed before beside what is typed now.
 */
const withText = (charactersMax: number, bytesMax = 0): BodyLimits => {
  const textBytesMax = 2 * 4 * charactersMax + FORM_LIMITS.textBytesMax;
  return { textBytesMax, fieldsMax: FORM_LIMITS.fieldsMax, bytesMax: Math.max(textBytesMax, bytesMax) };
};

/** JSON has no fields that are counted here. Each operation of the API has its own limit below this one, and answers in its own format. */
const JSON_BODY: BodyLimits = {
  textBytesMax: 16 * MEGABYTE,
  fieldsMax: FORM_LIMITS.fieldsMax,
  bytesMax: 16 * MEGABYTE,
};

/** By path, the first that fits. A path on no line is a form's. `[code]` in an address is what Next itself may ask for. */
const BY_PATH: readonly (readonly [RegExp, BodyLimits])[] = [
  [/^\/(api|webhooks|sandbox\/api|bench)\//, JSON_BODY],
  // Messages of 20,000 characters with attachments.
  [/^\/help\/[^/]+$/, withText(20_000, UPLOAD_BYTES_MAX)],
  [/^\/admin\/tickets\/[^/]+$/, withText(20_000, UPLOAD_BYTES_MAX)],
  [/^\/admin\/students\/[^/]+\/ticket$/, withText(20_000, UPLOAD_BYTES_MAX)],
  // Materials of 100,000 characters or 50 MB, descriptions of 50,000, pictures.
  [/^\/admin\/courses\/[^/]+(\/materials(\/[^/]+)?)?$/, withText(100_000, UPLOAD_BYTES_MAX)],
  // A file of 20 MB, whose columns are then said one by one.
  [/^\/admin\/students\/import$/, { ...FORM_LIMITS, bytesMax: 20 * MEGABYTE + AROUND_BYTES }],
  [/^\/admin\/students\/import\/[^/]+$/, { ...FORM_LIMITS, fieldsMax: 450 }],
  // A statement of 20 MB.
  [/^\/admin\/bank$/, { ...FORM_LIMITS, bytesMax: 20 * MEGABYTE + AROUND_BYTES }],
  // The terms have 50,000 characters; the logo is a picture.
  [/^\/admin\/settings$/, withText(50_000, SIZE_MEGABYTES_MAX.picture * MEGABYTE + AROUND_BYTES)],
];

/** The limits for a request to `url`, an address with or without a query. */
export function getBodyLimits(url: string): BodyLimits {
  const path = url.split("?", 1)[0] ?? "";
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? FORM_LIMITS;
}
