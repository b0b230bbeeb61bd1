import type { Message, PlainKey, Words } from "#messages/message.ts";
import { isolateText } from "../kernel/isolate-text.ts";

type Values = NonNullable<Message["values"]>;

/** The same words, with every name, title and sum in them kept apart where it is written in the other direction. */
export function isolateValues(t: Words): Words {
  const isolate = (value: Values[string]) => (typeof value === "string" ? isolateText(value, t.direction) : value);
  const format: Words["format"] = ({ key, values }) => {
    const apart = values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolate(value)]));
    return t.format(apart ? { key, values: apart } : { key });
  };
  const say = (key: PlainKey, values?: Values) => format(values ? { key, values } : { key });
  const { language, locale, direction } = t;
  return Object.assign(say, { format, language, locale, direction }) as Words;
}
