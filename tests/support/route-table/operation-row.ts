import type { Fixtures } from "./fixtures.ts";
import type { Who } from "./who.ts";

/**
 * One operation of the API: who may ask for it about the student's own thing, and a body that is right, so that nothing but
 * who asks can be refused. Nobody comes in without a token.
 */
export type OperationRow = {
  may: readonly Who[];
  /** The id in the path. */
  id?: (things: Fixtures) => string;
  missing?: string;
  body?: (things: Fixtures) => unknown;
};
