import type { z } from "zod";
import { issue, type Issue } from "#messages/message.ts";

/**
 * What is said beside a field whose schema has no words of its own. zod's are for who writes the schema; these are for who fills
 * in the form or writes the program that sends it.
 */
export function explainIssue(raw: z.core.$ZodRawIssue): Issue | undefined {
  switch (raw.code) {
    case "invalid_type":
      return raw.input === undefined
        ? issue("fields.needed")
        : issue("fields.must_be", { kind: raw.expected, name: raw.expected });
    case "too_small":
      return least(raw.origin, Number(raw.minimum));
    case "too_big":
      return most(raw.origin, Number(raw.maximum));
    case "invalid_value":
      return raw.values.length > 1
        ? issue("fields.one_of", { values: raw.values.map(String).join(", ") })
        : issue("fields.only", { value: String(raw.values[0]) });
    case "invalid_union":
      return explainOptional(raw.errors) ?? issue("fields.wrong_format");
    case "invalid_format":
      return issue("fields.wrong_format");
    default:
      return undefined;
  }
}

/** Of a field that may be left empty, what is wrong with what was typed: the first of both schemas is that of the empty one. */
function explainOptional(errors: readonly (readonly z.core.$ZodIssue[])[]): Issue | undefined {
  const [empty, [typed] = []] = errors;
  const isOptional = errors.length === 2 && empty?.[0]?.code === "invalid_value";
  return isOptional && typed?.path.length === 0 ? (typed.message as Issue) : undefined;
}

function least(origin: string, count: number): Issue {
  if (origin === "string")
    return count === 1 ? issue("fields.write_something") : issue("fields.characters_min", { count });
  return origin === "array" ? issue("fields.entries_min", { count }) : issue("fields.least", { count });
}

function most(origin: string, count: number): Issue {
  if (origin === "string") return issue("fields.characters_max", { count });
  return origin === "array" ? issue("fields.entries_max", { count }) : issue("fields.most", { count });
}
