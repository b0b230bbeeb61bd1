import { z } from "zod";
import { explainIssue } from "#domain/kernel/explain-issue.ts";

type Fields = Readonly<Record<string, unknown>>;
type Issue = z.core.$ZodIssue;

/** What a field that is wrong is taken for while the others are checked: the first that its own schema takes. */
const STAND_INS: readonly unknown[] = [undefined, "", "-", "1", "UTC", "CHF", "a@example.org"];
/** A form is checked by its fields, by what is made of them, and by what that says together. */
const ROUNDS_MAX = 3;
/** Somebody who gets more fields wrong than this hears of them first. */
const WRONG_MAX = 8;

/** The schema of each field of a form, whatever is made of them afterwards. */
function shapeOf(schema: z.core.$ZodType): Record<string, z.core.$ZodType> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodIntersection) return { ...shapeOf(schema.def.left), ...shapeOf(schema.def.right) };
  return schema instanceof z.ZodPipe ? shapeOf(schema.def.in) : {};
}

const fieldOf = ({ path }: Issue) => String(path[0] ?? "");

/**
 * All that is wrong with a form. zod checks the fields together (an end before its beginning, a price in its currency) only once
 * each of them is right, and whoever has mended one would be refused anew for the other. So the form is checked again with
 * something harmless in the places of the wrong fields, until that finds nothing more.
 */
export function listAllIssues(schema: z.ZodType, fields: Fields, first: z.ZodError): Issue[] {
  const shape = shapeOf(schema);
  const all = [...first.issues];
  const tried: Record<string, unknown> = { ...fields };
  const wrong = new Set<string>();
  let found = all;
  for (let round = 0; round < ROUNDS_MAX && found.length > 0; round++) {
    for (const name of new Set(found.map(fieldOf))) {
      const own = shape[name];
      const standIn = own && STAND_INS.findIndex((each) => z.safeParse(own, each).success);
      // Nothing is harmless in its place, so the form cannot be checked without it.
      if (standIn === undefined || standIn < 0) return all;
      wrong.add(name);
      tried[name] = STAND_INS[standIn];
    }
    if (wrong.size > WRONG_MAX) return all;
    const again = schema.safeParse(tried, { error: explainIssue });
    found = again.success ? [] : again.error.issues.filter((issue) => !wrong.has(fieldOf(issue)));
    all.push(...found);
  }
  return all;
}

/** The fields that are right by themselves, each as its schema reads it. */
export function readRightFields(schema: z.ZodType, fields: Fields): Record<string, unknown> {
  const read = Object.entries(shapeOf(schema)).flatMap(([name, own]) => {
    const parsed = z.safeParse(own, fields[name]);
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(read);
}
