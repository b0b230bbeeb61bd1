import type { IncomingMessage, ServerResponse } from "node:http";
import { tracer } from "#db/tracer.ts";
import { getBuiltRoutes } from "#ops/metrics/routes.ts";
import { REQUEST_ID_HEADER } from "#ops/request-id.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

let routeOf: ((path: string) => string) | undefined;

/**
 * Answers a request as the first step of a trace of its own, above those that Next makes: it runs a page's proxy and the page
 * as two that know nothing of each other. What a request itself says of traces is not heard (docs/decisions/traces.md).
 */
export function traceRequests(answer: Answer): Answer {
  return (request, response) => {
    const listener = tracer();
    if (!listener) return answer(request, response);
    const nameOf = (routeOf ??= getBuiltRoutes());
    const { method = "GET", url = "/" } = request;
    const path = url.split("?", 1)[0] ?? "/";
    const route = nameOf(path);
    const facts = {
      "http.request.method": method,
      "http.route": route,
      // A page's; others get theirs when somebody asks for it.
      "matricula.request_id": request.headers[REQUEST_ID_HEADER]?.toString(),
    };
    return listener.span(
      `${method} ${route}`,
      facts,
      async (span) => {
        const closed = new Promise<void>((resolve) => response.once("close", resolve));
        await answer(request, response);
        await closed;
        // The first request for the API loads the file that knows the names of its operations.
        const named = nameOf(path);
        if (named !== route) span.rename(`${method} ${named}`);
        const status = response.statusCode;
        span.note({ "http.route": named, "http.response.status_code": status });
        if (status >= 500) span.fail(status);
      },
      { kind: "request", root: true },
    );
  };
}
