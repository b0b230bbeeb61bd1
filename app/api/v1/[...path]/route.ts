import { problemOf } from "#app/_http/problem.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { requestNumber } from "#ops/request-id.ts";

export const dynamic = "force-dynamic";

/** What the API does not have answers as it answers for what is not there. */
function nothingHere(): Response {
  return problemOf(new Refusal("not_found"), requestNumber());
}

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as OPTIONS,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
};
