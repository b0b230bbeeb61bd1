/**
 * `npm run messages`: checks the catalogue and writes message-arguments.ts, the types of every message's key and arguments.
 * `--check` writes nothing and exits with 1 when the file is not as it would be written.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";
import { checkCatalogue, missingAreas } from "./check-catalogue.ts";
import { type Argument, parseArguments } from "./parse-arguments.ts";

/** Tags that `t.rich` draws by itself. */
const DRAWN = new Set(["b", "bdi", "em", "i", "strong"]);

const FILE = "messages/message-arguments.ts";

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

function generate(): string {
  const texts = loadCatalogue().get(SOURCE_LANGUAGE) ?? new Map<string, string>();
  const lines = [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => lineOf(key, text));
  const body = lines.join("\n");
  const types = ["NoArguments", "Tag", "Value"].filter((name) => new RegExp(`\\b${name}\\b`).test(body)).join(", ");
  return `// Written by \`npm run messages\` from messages/en. Do not edit.
import type { ${types} } from "./argument-types.ts";

export type MessageArguments = {
${body}
};
`;
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const problems = checkCatalogue(loadCatalogue());
for (const problem of problems) console.error(problem);
for (const [language, areas] of missingAreas(loadCatalogue())) {
  console.log(`${language} has no translation yet of: ${areas.join(", ")}`);
}
if (problems.length > 0) process.exitCode = 1;
else if (!values.check) writeFileSync(FILE, generate());
else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== generate()) {
  console.error(`${FILE} is not up to date. Mend: npm run messages`);
  process.exitCode = 1;
}
