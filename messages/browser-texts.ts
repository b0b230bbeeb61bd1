import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";

type Texts = Readonly<Record<string, CompiledMessage>>;

const made = new Map<string, Texts>();

/** The texts of some areas, compiled, so that a browser needs no parser. */
export function getBrowserTexts(language: string, areas: readonly string[]): Texts {
  const name = [language, ...areas].join(" ");
  let texts = made.get(name);
  if (!texts) {
    texts = compileAreas(language, new Set(areas));
    made.set(name, texts);
  }
  return texts;
}

function compileAreas(language: string, areas: ReadonlySet<string>): Texts {
  const catalogue = loadCatalogue();
  const source = [...(catalogue.get(SOURCE_LANGUAGE) ?? [])].filter(([key]) => areas.has(key.split(".", 1)[0] ?? ""));
  const translated = catalogue.get(language);
  return Object.fromEntries(source.map(([key, text]) => [key, compile(translated?.get(key) ?? text)]));
}
