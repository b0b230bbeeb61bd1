import { isRefusal, type Refusal, getRefusalMessage, type RefusalCode } from "#domain/kernel/refusal.ts";
import { requestLog } from "#providers/log.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getLanguage } from "#messages/request-language.ts";
import { refusalTexts } from "./refusal-texts.ts";
import { toUnavailable } from "#ops/health/unavailable.ts";
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

function asRefusal(error: unknown): Refusal | undefined {
  return isRefusal(error) ? error : toUnavailable(error);
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
    const title = getTranslator()("refusals.broken_request");
    return answer({ type: "about:blank", title, status: 500, code: "broken", requestId });
  }
  recordRefusal(error, requestId, facts);
  const { code, status, detail } = error;
  // The same for every occurrence of a code, in the language that the answer says it is in (RFC 9457, 3.1.3).
  const title = getTranslator().format(getRefusalMessage(code));
  const { words, fields } = refusalTexts(error);
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
      ...(words === title ? {} : { detail: words }),
      code,
      requestId,
      ...(fields === undefined ? {} : { fields }),
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
      "content-language": getLanguage(),
      vary: "accept-language",
      ...PRIVATE,
      ...headers,
    },
  });
}
