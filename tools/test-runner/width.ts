import { LONG } from "#tests/support/long-run.ts";
import { QUICK } from "#tests/support/quick-run.ts";

/** How much of the tests a run does: `npm test`, `npm run test:all`, `npm run test:long`. */
export type Width = "quick" | "all" | "long";

/** What programs that a run starts are told of its width. Both are always said: what a shell has set must not leave out anything of a run of all. */
export function environmentOf(width: Width): Record<string, string> {
  return { [QUICK]: width === "quick" ? "yes" : "", [LONG]: width === "long" ? "yes" : "" };
}
