import { tracer } from "#db/tracer.ts";
import { isId, createId } from "#domain/kernel/ids.ts";

/** Under which a request's own number stands among its headers: app/_http/broken-page.ts puts it there, and takes a stranger's away. */
export const REQUEST_ID_HEADER = "x-request-id";

/**
 * The number under which the log knows the request that is answered now, and its trace too. `given` is the one that it has
 * already, if any: what broke, what was refused and what was done then go by one number.
 */
export function resolveRequestId(given?: string | null): string {
  const requestId = given && isId("request", given) ? given : createId("request");
  tracer()?.noteRequest(requestId);
  return requestId;
}
