import { type Catalogue, SOURCE_LANGUAGE } from "./catalogue.ts";
import { type Argument, parseArguments } from "./parse-arguments.ts";

/** `area.what_it_says`: lower case, words apart by underscores. */
const KEY = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/;

/** What is said in English alone: the description of the API, whose other half is its document. Nobody would see a translation. */
const ENGLISH_ONLY = new Set(["api_docs"]);

const areaOf = (key: string) => key.slice(0, key.indexOf("."));

/**
 * What is wrong with the catalogue, one line each: a message that is missing, left over, not valid ICU or with other arguments
 * than in English. A language may lack whole areas while it is being translated; an area that it has is complete.
 */
export function checkCatalogue(catalogue: Catalogue): string[] {
  const source = catalogue.get(SOURCE_LANGUAGE);
  if (!source) return [`messages/${SOURCE_LANGUAGE} is missing`];
  return [...catalogue].flatMap(([language, texts]) => {
    const areas = new Set([...texts.keys()].map(areaOf));
    const missing = [...source.keys()].filter((key) => areas.has(areaOf(key)) && !texts.has(key));
    return [
      ...missing.map((key) => `${language}: ${key} is missing`),
      ...[...texts].flatMap(([key, text]) =>
        problemsOf(language, key, text, source.get(key)).map((problem) => `${language}: ${key} ${problem}`),
      ),
    ];
  });
}

/** The areas that each language still lacks as a whole, of those that it is to have. */
export function missingAreas(catalogue: Catalogue): Map<string, string[]> {
  const areasOf = (texts: Iterable<string>) => new Set([...texts].map(areaOf));
  const all = [...areasOf(catalogue.get(SOURCE_LANGUAGE)?.keys() ?? [])];
  const lists = [...catalogue].map(([language, texts]): [string, string[]] => {
    const areas = areasOf(texts.keys());
    return [language, all.filter((area) => !areas.has(area) && !ENGLISH_ONLY.has(area))];
  });
  return new Map(lists.filter(([, areas]) => areas.length > 0));
}

function problemsOf(language: string, key: string, text: string, english: string | undefined): string[] {
  if (english === undefined) return ["is not in English, so nothing shows it"];
  if (language !== SOURCE_LANGUAGE && ENGLISH_ONLY.has(areaOf(key))) return ["is shown in English alone"];
  if (!KEY.test(key)) return ["is not named like checkout.pay_button"];
  if (typeof text !== "string" || text.trim() === "") return ["is empty"];
  try {
    const [has, needs] = [describe(parseArguments(text)), describe(parseArguments(english))];
    return has === needs ? [] : [`has the arguments (${has}) and English has (${needs})`];
  } catch (error) {
    return [`is not valid ICU: ${(error as Error).message}`];
  }
}

const describe = (all: Map<string, Argument>) =>
  [...all]
    .map(([name, each]) => `${name}: ${each.kind === "select" ? each.options.toSorted().join("|") : each.kind}`)
    .toSorted()
    .join(", ");
