import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { perProcess } from "#db/per-process.ts";

/** The language that has every message. What another one lacks is shown in it. */
export const SOURCE_LANGUAGE = "en";

/** All messages of a language by their keys. */
export type Texts = ReadonlyMap<string, string>;

export type Catalogue = ReadonlyMap<string, Texts>;

const store = perProcess<{ current?: Catalogue }>("messages", () => ({}));

/** The catalogue of this school, read once a process. A language is a folder: no code names it. */
export function loadCatalogue(): Catalogue {
  store.current ??= readCatalogue(path.join(/* turbopackIgnore: true */ process.cwd(), "messages"));
  return store.current;
}

function readCatalogue(folder: string): Catalogue {
  const languages = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, "language.json")));
  return new Map(languages.map((name) => [name, readTexts(path.join(folder, name))]));
}

/** `checkout.json` holds the keys that begin with `checkout.`. */
function readTexts(folder: string): Texts {
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const area = file.slice(0, -".json".length);
    const content = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Record<string, string>;
    for (const [name, text] of Object.entries(content)) texts.set(`${area}.${name}`, text);
  }
  return texts;
}
