import { perProcess } from "#db/per-process.ts";
import type { Tag, Value } from "./argument-types.ts";
import type { MessageArguments } from "./generated/message-arguments.ts";

/** The key of a message: where it stands and what it says, `checkout.pay_button`. */
export type MessageKey = keyof MessageArguments;

type ValuesOf<Key extends MessageKey> = {
  [Name in keyof MessageArguments[Key] as MessageArguments[Key][Name] extends Tag
    ? never
    : Name]: MessageArguments[Key][Name];
};
type TagsOf<Key extends MessageKey> = {
  [Name in keyof MessageArguments[Key] as MessageArguments[Key][Name] extends Tag ? Name : never]: true;
};

/**
 * Nothing for a message without arguments, and exactly its arguments for one with them. Any text may be asked for: to compare
 * a key that is not known yet with thousands of keys is more than the compiler takes.
 */
export type ArgumentsOf<Key extends string> = Key extends MessageKey
  ? keyof ValuesOf<Key> extends never
    ? []
    : [values: ValuesOf<Key>]
  : never;

/**
 * As `ArgumentsOf`; nothing fits a message with tags, which only `t.rich` draws. (Asked of the arguments and not of the key: the
 * compiler does not compare two unions of thousands of keys.)
 */
export type TextArguments<Key extends MessageKey> = keyof TagsOf<Key> extends never ? ArgumentsOf<Key> : [never];

/** Messages that are text and nothing else: no link, no mark. */
export type PlainKey = { [Key in MessageKey]: keyof TagsOf<Key> extends never ? Key : never }[MessageKey];

/** As `ArgumentsOf`, with a function that draws each tag. */
export type RichArguments<Key extends MessageKey, Drawn> = ValuesOf<Key> & {
  [Name in keyof TagsOf<Key>]: (children: Drawn) => Drawn;
};

/** A message that is not yet text: rules choose it, and whoever talks to a person formats it in that person's language. */
export type Message = { readonly key: PlainKey; readonly values?: Readonly<Record<string, Value | Message>> };

/** A message, or a text that is in no language: a name, a number, what somebody typed. */
export type Said = Message | string;

/** A gap for any text may hold another message, which is formatted with it. */
type Filled<Values> = { [Name in keyof Values]: Value extends Values[Name] ? Value | Message : Values[Name] };
type FilledArguments<Key extends MessageKey> = ArgumentsOf<Key> extends [infer Values] ? [values: Filled<Values>] : [];

/** `message("refusals.try_again_in", { minutes: 3 })`: plain data, so it can be thrown, stored and sent. */
export function message<Key extends PlainKey>(key: Key, ...[values]: FilledArguments<Key>): Message {
  return values === undefined ? { key } : { key, values: values as Record<string, Value | Message> };
}

const ENCODED = '{"key":"';

/** A message as one text, where nothing else fits: in a column, in an issue of zod. */
export const encodeMessage = (chosen: Message): string => JSON.stringify(chosen);

/** What `encodeMessage` wrote. Any other text is said as it is: rows of earlier versions hold sentences. */
export function decodeMessage(text: string): Said {
  if (!text.startsWith(ENCODED)) return text;
  try {
    return JSON.parse(text) as Message;
  } catch {
    return text;
  }
}

declare const ISSUE: unique symbol;
/** A message where zod takes a text. */
export type Issue = string & { [ISSUE]: true };

/** What a schema says of a field: `.min(1, issue("fields.school_name_needed"))`. Forms, the API and imports decode it. */
export const issue = <Key extends PlainKey>(key: Key, ...values: FilledArguments<Key>): Issue =>
  encodeMessage(message(key, ...values)) as Issue;

const english = perProcess<{ format?: (said: Said) => string }>("messages-source-text", () => ({}));

/** translator.ts says how English is formatted, once it is loaded. */
export function setSourceFormat(format: (said: Said) => string): void {
  english.format = format;
}

/** The English of what is said, for the log and for tests; its key in a process that has no catalogue. */
export function sourceText(said: Said): string {
  if (typeof said === "string") return said;
  return english.format?.(said) ?? said.key;
}

/** Says messages in one language, and which it is: what a rule is handed when it writes to somebody. */
export type Words = {
  <Key extends PlainKey>(key: Key, ...values: ArgumentsOf<Key>): string;
  format(message: Message): string;
  /** Its tag: `de`. */
  readonly language: string;
  /** How dates, numbers and money are formatted: `de-CH`. */
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
};
