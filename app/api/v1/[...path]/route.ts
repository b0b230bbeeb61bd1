import { nameRoutesOf } from "#ops/metrics/routes.ts";
import { answerAt } from "../answer-at.ts";
import { nameEndpoint } from "../find-endpoint.ts";

// Requests are counted and traced by operation, not by this file.
nameRoutesOf("/api/v1/[...path]", nameEndpoint);

type Context = { params: Promise<{ path: string[] }> };

/** Every request of the API but those to `enrolments`. */
const answer = async (request: Request, { params }: Context) => answerAt(request, (await params).path);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
