import { isRefusal, Refusal, REFUSALS, type RefusalCode } from "#domain/kernel/refusal.ts";
import { isDatabaseUnavailable } from "#ops/health/readable.ts";
import { requestLog } from "#providers/log.ts";
import { recordRefusal, type RefusedFacts } from "./record-refusal.ts";

/** What an answer of the API that says no holds (RFC 9457, with our code and the number to quote). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: RefusalCode | "broken";
  requestId: string;
  /** A sentence beside a field, by its path: `{ "lines.0.cohortId": "…" }`. */
  fields?: Record<string, string>;
};

/** Headers of everything that is one person's: kept by nothing on the way, and not by the browser either. */
export const PRIVATE = { "cache-control": "private, no-store" } as const;

const UNREADABLE = "The school cannot read its data just now. Nothing was changed; try again in a minute.";
const BROKEN = "Something went wrong on our side, and nothing was changed. Quote the request id if it happens again.";

/** A database that cannot be read is away or in trouble, not broken code: whoever asks is told to come back, as they are for a write. */
function asRefusal(error: unknown): Refusal | undefined {
  if (isRefusal(error)) return error;
  if (!isDatabaseUnavailable(error)) return undefined;
  return new Refusal("storage", { words: UNREADABLE, retryAfterSeconds: 15, cause: error });
}

/**
 * Turns whatever was thrown into the answer for a stranger. Only what the domain did not refuse is logged, with its cause.
 * `more`: headers that belong to this refusal; `facts`: who was refused.
 */
export function toProblem(
  thrown: unknown,
  requestId: string,
  more: Record<string, string> = {},
  facts: RefusedFacts = {},
): Response {
  const error = asRefusal(thrown);
  if (!error) {
    requestLog(requestId).error({ err: thrown }, "an API request failed");
    return answer({ type: "about:blank", title: BROKEN, status: 500, code: "broken", requestId });
  }
  recordRefusal(error, requestId, facts);
  const { code, status, detail } = error;
  const title = REFUSALS[code].words;
  const headers: Record<string, string> = { ...more };
  if (status === 401) headers["www-authenticate"] = challenge(code);
  if (detail.retryAfterSeconds !== undefined || status === 429 || status === 503) {
    headers["retry-after"] = String(detail.retryAfterSeconds ?? 2);
  }
  return answer(
    {
      type: `/api-docs#${code}`,
      title,
      status,
      ...(detail.words === undefined || detail.words === title ? {} : { detail: detail.words }),
      code,
      requestId,
      ...(detail.fields === undefined ? {} : { fields: detail.fields }),
    },
    headers,
  );
}

/** RFC 6750: a token that was sent and is no good is named; without one there is nothing to name. */
function challenge(code: RefusalCode): string {
  return code === "token_refused" ? 'Bearer realm="api", error="invalid_token"' : 'Bearer realm="api"';
}

function answer(problem: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "x-request-id": problem.requestId,
      ...PRIVATE,
      ...headers,
    },
  });
}
