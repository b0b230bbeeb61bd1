import { problemOf } from "#app/_edge/problem.ts";
import { newId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";

export const dynamic = "force-dynamic";

/** What the API does not have answers as it answers for what is not there. */
function nothingHere(): Response {
  return problemOf(new Refusal("not_found"), newId("request"));
}

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as OPTIONS,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
};
