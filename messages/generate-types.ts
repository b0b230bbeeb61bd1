/**
 * `npm run messages`: checks the catalogue and writes `generated/`: the types of every message's key and arguments.
 * `--check` writes nothing and exits with 1 when a file is not as it would be written.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";
import { checkCatalogue, missingAreas } from "./check-catalogue.ts";
import { type Argument, parseArguments } from "./parse-arguments.ts";

/** Tags that `t.rich` draws by itself. */
const DRAWN = new Set(["b", "bdi", "em", "i", "strong"]);

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
}
