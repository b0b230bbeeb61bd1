import type { z } from "zod";

/**
 * What is said beside a field whose schema has no words of its own. zod's are for who writes the schema; these are for who fills
 * in the form or writes the program that sends it.
 */
export function formatZodIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This is needed." : `This must be ${KINDS[issue.expected] ?? issue.expected}.`;
    case "too_small":
      return limit(issue.origin, Number(issue.minimum), "At least");
    case "too_big":
      return limit(issue.origin, Number(issue.maximum), "At most");
    case "invalid_value":
      return issue.values.length > 1
        ? `One of: ${issue.values.map(String).join(", ")}.`
        : `Only ${String(issue.values[0])}.`;
    case "invalid_union":
    case "invalid_format":
      return "This is not written as it must be.";
    default:
      return undefined;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

const THINGS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

function limit(origin: string, bound: number, words: "At least" | "At most"): string {
  const figure = bound.toLocaleString("en");
  const things = THINGS[origin];
  if (origin === "string" && words === "At least" && bound === 1) return "Write something here.";
  return things ? `${words} ${figure} ${things[bound === 1 ? 0 : 1]}.` : `${words} ${figure}.`;
}
