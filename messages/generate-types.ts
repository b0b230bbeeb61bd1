/**
 * `npm run messages`: checks the catalogue and writes `generated/`: the types of every message's key and arguments, and the
 * texts of components that run in a browser. `--check` writes nothing and exits with 1 when a file is not as it would be written.
 */
import compile from "icu-minify/compile";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";
import { checkCatalogue, missingAreas } from "./check-catalogue.ts";
import { type Argument, parseArguments } from "./parse-arguments.ts";
import { languageFacts } from "./translator.ts";

/** Tags that `t.rich` draws by itself. */
const DRAWN = new Set(["b", "bdi", "em", "i", "strong"]);

/** What components show that run in a browser: on every page, and on some. */
const BROWSER_AREAS = ["browser", "browser_account", "browser_admin", "browser_tickets"];

const HEAD = "// Written by `npm run messages` from messages/en. Do not edit.\n";

function typeOf(argument: Argument): string {
  if (argument.kind === "tag") return "Tag";
  if (argument.kind === "number") return "number";
  return argument.kind === "text"
    ? "Value"
    : argument.options.map((option) => (option === "other" ? "(string & {})" : `"${option}"`)).join(" | ");
}

function lineOf(key: string, text: string): string {
  const all = [...parseArguments(text)]
    .filter(([name, { kind }]) => kind !== "tag" || !DRAWN.has(name))
    .map(([name, argument]) => `${name}: ${typeOf(argument)}`);
  return `  "${key}": ${all.length > 0 ? `{ ${all.join("; ")} }` : "NoArguments"};`;
}

const texts = loadCatalogue().get(SOURCE_LANGUAGE) ?? new Map<string, string>();
const sorted = [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1));

function generateArguments(): string {
  const body = sorted.map(([key, text]) => lineOf(key, text)).join("\n");
  const types = ["NoArguments", "Tag", "Value"].filter((name) => new RegExp(`\\b${name}\\b`).test(body)).join(", ");
  return `${HEAD}import type { ${types} } from "../argument-types.ts";

export type MessageArguments = {
${body}
};
`;
}

/** Compiled, so that a browser needs no parser. */
function generateTexts(area: string): string {
  const lines = sorted
    .filter(([key]) => key.startsWith(`${area}.`))
    .map(([key, text]) => `  "${key}": ${JSON.stringify(compile(text))},`);
  return `${HEAD}import type { CompiledMessage } from "icu-minify/format";

export const TEXTS: Readonly<Record<string, CompiledMessage>> = {
${lines.join("\n")}
};
`;
}

/** What `language.json` says of the language of those texts. */
function generateLanguage(): string {
  const { language, locale, direction } = languageFacts(SOURCE_LANGUAGE, loadCatalogue());
  return `${HEAD}import type { LanguageFacts } from "../create-translator.ts";

export const LANGUAGE: LanguageFacts = ${JSON.stringify({ language, locale, direction })};
`;
}

/** Writes a file, or says that it is not as it would be written. */
function update(file: string, content: string, isCheck: boolean): void {
  if (existsSync(file) && readFileSync(file, "utf8") === content) return;
  if (!isCheck) return writeFileSync(file, content);
  console.error(`${file} is not up to date. Mend: npm run messages`);
  process.exitCode = 1;
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const problems = checkCatalogue(loadCatalogue());
for (const problem of problems) console.error(problem);
for (const [language, areas] of missingAreas(loadCatalogue())) {
  console.log(`${language} has no translation yet of: ${areas.join(", ")}`);
}
if (problems.length > 0) process.exitCode = 1;
// A translation that lags behind must not keep its English from being used.
if (!problems.some((problem) => problem.startsWith(`${SOURCE_LANGUAGE}: `))) {
  update("messages/generated/message-arguments.ts", generateArguments(), values.check);
  update("messages/generated/language.ts", generateLanguage(), values.check);
  for (const area of BROWSER_AREAS) update(`messages/generated/${area}.ts`, generateTexts(area), values.check);
}
