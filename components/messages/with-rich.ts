import { createElement, Fragment, type ReactNode } from "react";
import type { MessageKey, RichArguments } from "#messages/message.ts";
import type { Translator } from "#messages/create-translator.ts";

/** An argument of a rich sentence may also be an element. */
type RichValues<Key extends MessageKey> = {
  [Name in keyof RichArguments<Key, ReactNode>]: RichArguments<Key, ReactNode>[Name] extends string | number
    ? ReactNode
    : RichArguments<Key, ReactNode>[Name];
};

export type RichTranslator<Keys extends MessageKey = MessageKey> = Translator<Keys> & {
  /** A sentence with links, marks or elements in it. Its usual tags (b, bdi, em, i, strong) are drawn without being asked. */
  rich<Key extends Keys>(key: Key, values: RichValues<Key>): ReactNode;
};

const wrap = (tag: string) => (children: ReactNode[]) => createElement(tag, null, ...children);
const DRAWN = { b: wrap("b"), bdi: wrap("bdi"), em: wrap("em"), i: wrap("i"), strong: wrap("strong") };

/** Where an element stands in a sentence while the sentence is formatted: no text that people type holds it. */
const MARK_EDGE = "\uFFFC";
const MARK = /(\uFFFC\w+\uFFFC)/;

export function withRich<Keys extends MessageKey>(translator: Translator<Keys>): RichTranslator<Keys> {
  const rich = (key: string, values: Record<string, unknown>): ReactNode => {
    const elements = new Map<string, ReactNode>();
    const filled: Record<string, unknown> = { ...DRAWN };
    const placeIn = (text: string) =>
      text.includes(MARK_EDGE)
        ? text.split(MARK).map((part) => (elements.has(part) ? elements.get(part) : part))
        : [text];
    // The children of an element are given one by one, so that React asks none of them for a key.
    const place = (parts: ReactNode[]) => parts.flatMap((part) => (typeof part === "string" ? placeIn(part) : [part]));
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === "function")
        filled[name] = (children: ReactNode[]) => value(createElement(Fragment, null, ...place(children)));
      else if (typeof value === "object") {
        elements.set(`\uFFFC${name}\uFFFC`, value as ReactNode);
        filled[name] = `\uFFFC${name}\uFFFC`;
      } else filled[name] = value;
    }
    const parts = (translator.parts as (key: string, values: unknown) => ReactNode[])(key, filled);
    return createElement(Fragment, null, ...place(parts));
  };
  return Object.assign(translator, { rich }) as RichTranslator<Keys>;
}
