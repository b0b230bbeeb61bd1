import type { Fixtures } from "./fixtures.ts";
import type { Who } from "./who.ts";

/**
 * One page or route handler: where the student's own thing is found, where one that does not exist would be, and who gets it.
 * A visitor is asked to sign in where a page is somebody's; everybody else finds nothing, as where there is nothing.
 */
export type PageRow = {
  /** The address of the thing; what is the same for everybody has only this. */
  at: (things: Fixtures) => string;
  /** The same with an id that nobody has. Left out where the address holds none. */
  missing?: string;
  may: readonly Who[];
  /** How they are let in, when it is not with 200. */
  status?: number;
  /** What everybody who may not gets, when it is not 404. */
  otherwise?: "sign-in";
  /** What a visitor who may not gets: asked to sign in, or nothing. */
  visitor?: "sign-in" | "nothing";
  /** A route that only takes messages: there is nothing to get. */
  postOnly?: true;
};

export const page = (path: string, may: readonly Who[], more: Partial<PageRow> = {}): PageRow => ({
  at: () => path,
  may,
  ...more,
});
export const of = (at: PageRow["at"], missing: string, may: readonly Who[], more: Partial<PageRow> = {}): PageRow => ({
  ...{ at, missing, may },
  ...more,
});
