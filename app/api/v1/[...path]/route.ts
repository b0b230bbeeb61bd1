import { toProblem } from "#app/_http/problem.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { nameRoutesOf } from "#ops/metrics/routes.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { type Endpoint, findEndpoint, nameEndpoint } from "../find-endpoint.ts";

// Requests are counted and traced by operation, not by this file.
nameRoutesOf("/api/v1/[...path]", nameEndpoint);

type Context = { params: Promise<{ path: string[] }> };

/** Every request of the API: to the operation at its path, or told that there is none, or which methods it takes. */
async function answer(request: Request, { params }: Context): Promise<Response> {
  const found = findEndpoint((await params).path);
  if (!found) return toProblem(new Refusal("not_found"), resolveRequestId());
  const { endpoint, id } = found;
  // Next sends no body to HEAD.
  const operation = endpoint.operations.get(request.method === "HEAD" ? "GET" : request.method);
  if (operation) return operation.respond(request, id);
  return endpoint.refusals[request.method as keyof Endpoint["refusals"]]();
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
