import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";

const made = new Map<string, string>();

/** The texts of some areas as JSON, compiled, so that a browser needs no parser. */
export function getBrowserTexts(language: string, areas: readonly string[]): string {
  const name = [language, ...areas].join(" ");
  let texts = made.get(name);
  if (!texts) {
    texts = compileAreas(language, new Set(areas));
    made.set(name, texts);
  }
  return texts;
}

function compileAreas(language: string, areas: ReadonlySet<string>): string {
  const catalogue = loadCatalogue();
  const source = [...(catalogue.get(SOURCE_LANGUAGE) ?? [])].filter(([key]) => areas.has(key.split(".", 1)[0] ?? ""));
  const translated = catalogue.get(language);
  const compiled = source.map(([key, text]): [string, CompiledMessage] => [key, compile(translated?.get(key) ?? text)]);
  return JSON.stringify(Object.fromEntries(compiled));
}
