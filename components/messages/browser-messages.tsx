"use client";

import type { ReactNode } from "react";
import type { CompiledMessage } from "icu-minify/format";
import { createTranslator, type LanguageFacts, type Translator } from "#messages/create-translator.ts";
import { setBrowserTranslator } from "./browser-translator.ts";

export type BrowserMessagesProps = {
  language: LanguageFacts;
  /** As JSON: compiled messages are no props that React would send. */
  texts: string;
  children: ReactNode;
};

type Texts = Record<string, CompiledMessage>;

const known: { read: Set<string>; texts: Texts; translator?: Translator } = { read: new Set(), texts: {} };

/**
 * What its children say in a browser. The texts come with the page, in its language, and in no script; the formatter is here and
 * nowhere else, so that the bundler does not copy it. On the server the same components ask the catalogue.
 */
export function BrowserMessages({ language, texts, children }: BrowserMessagesProps) {
  if (typeof window !== "undefined") learn(language, texts);
  return children;
}

/** Before the children are drawn. To learn the same texts again changes nothing. */
function learn(language: LanguageFacts, texts: string): void {
  if (!known.read.has(texts)) Object.assign(known.texts, JSON.parse(texts) as Texts);
  known.read.add(texts);
  if (known.translator?.locale === language.locale) return;
  known.translator = createTranslator({ ...language, compiledOf: (key) => known.texts[key] ?? key });
  const { translator } = known;
  setBrowserTranslator(() => translator);
}
