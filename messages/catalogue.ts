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
  store.current ??= readOrExplain(findFolder());
  return store.current;
}

/** Beside the working directory's package; a command that was started elsewhere finds it beside this file. */
function findFolder(): string {
  const folder = path.join(/* turbopackIgnore: true */ process.cwd(), "messages");
  const isThere = existsSync(path.join(folder, SOURCE_LANGUAGE, "language.json"));
  return isThere ? folder : (import.meta.dirname ?? folder);
}

/** Without the catalogue there is no other language to say it in. */
class CatalogueError extends Error {
  override name = "CatalogueError";
}

function readOrExplain(folder: string): Catalogue {
  try {
    const catalogue = readCatalogue(folder);
    if (catalogue.has(SOURCE_LANGUAGE)) return catalogue;
    throw new Error(`${SOURCE_LANGUAGE}/language.json is missing`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CatalogueError(
      `The texts in ${folder} cannot be read: ${why}. Mend: install this version again, its folder messages included.`,
      { cause: error },
    );
  }
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
    const content = readArea(path.join(folder, file));
    for (const [name, text] of Object.entries(content)) texts.set(`${area}.${name}`, text);
  }
  return texts;
}

function readArea(file: string): Record<string, string> {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch (error) {
    throw new SyntaxError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
