import { toProblem } from "#app/_http/problem.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { type Endpoint, findEndpoint } from "./find-endpoint.ts";

/** Leads a request of the API to the operation at its path below /api/v1, or says that there is none, or which methods it takes. */
export async function answerAt(request: Request, path: readonly string[]): Promise<Response> {
  const found = findEndpoint(path);
  if (!found) return toProblem(new Refusal("not_found"), resolveRequestId());
  const { endpoint, id } = found;
  // Next sends no body to HEAD.
  const operation = endpoint.operations.get(request.method === "HEAD" ? "GET" : request.method);
  if (operation) return operation.respond(request, id);
  return endpoint.refusals[request.method as keyof Endpoint["refusals"]]();
}
