/** What the office writes to who applied, in characters; it stands in the schema's CHECK too. */
export const REPLY_LENGTH_MAX = 2_000;
