import { decodeMessage, type Message, sourceText } from "#messages/message.ts";

const isMessage = (value: object): value is Message =>
  Object.keys(value).every((name) => name === "key" || name === "values") && "key" in value;

/** Whatever a rule answered, with each message in it as its English: what a test expects people to read. */
export function inEnglish(value: unknown): unknown {
  if (typeof value === "string") return sourceText(decodeMessage(value));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(inEnglish);
  if (isMessage(value)) return sourceText(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inEnglish(each)]));
}
