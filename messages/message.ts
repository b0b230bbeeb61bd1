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

/** Nothing for a message without arguments, and exactly its arguments for one with them. */
export type ArgumentsOf<Key extends MessageKey> = keyof ValuesOf<Key> extends never ? [] : [values: ValuesOf<Key>];

/** Messages that are text and nothing else: no link, no mark. */
export type PlainKey = { [Key in MessageKey]: keyof TagsOf<Key> extends never ? Key : never }[MessageKey];

/** As `ArgumentsOf`, with a function that draws each tag. */
export type RichArguments<Key extends MessageKey, Drawn> = ValuesOf<Key> & {
  [Name in keyof TagsOf<Key>]: (children: Drawn) => Drawn;
};

/** A message that is not yet text: rules choose it, and whoever talks to a person formats it in that person's language. */
export type Message = { readonly key: PlainKey; readonly values?: Readonly<Record<string, Value>> };

/** `message("refusals.try_again_in", { minutes: 3 })`: plain data, so it can be thrown, stored and sent. */
export function message<Key extends PlainKey>(key: Key, ...[values]: ArgumentsOf<Key>): Message {
  return values === undefined ? { key } : { key, values: values as Record<string, Value> };
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
