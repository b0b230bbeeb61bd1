import type { Fixtures } from "./fixtures.ts";
import type { Who } from "./who.ts";

/**
 * One server action: who may send its form about the student's own thing, and fields that are right, so that nothing but who
 * sends them can be refused.
 */
export type ActionRow = {
  may: readonly Who[];
  fields: (things: Fixtures) => Record<string, string>;
  /** Its form is no more than a button: what is refused leads to a page that says so. */
  plain?: true;
};

export const row = (may: readonly Who[], fields: ActionRow["fields"] = () => ({})): ActionRow => ({ may, fields });
export const button = (may: readonly Who[], fields: ActionRow["fields"] = () => ({})): ActionRow => ({
  ...{ may, fields },
  plain: true,
});

/** A form of one file of actions, each under its name. */
export const inFile = (file: string, rows: Record<string, ActionRow>): Record<string, ActionRow> =>
  Object.fromEntries(Object.entries(rows).map(([name, each]) => [`${file}#${name}`, each]));
