import type { z } from "zod";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { FormState } from "#components/forms/form-state.ts";
import { getRefusalMessage, isRefusal } from "#domain/kernel/refusal.ts";
import { decodeMessage, type Said } from "#messages/message.ts";
import { requestLog } from "#providers/log.ts";
import { recordRetryAfter } from "../_http/malformed-actions.ts";
import { toUnavailable } from "#ops/health/unavailable.ts";
import { recordRefusal, type RefusedFacts } from "../_http/record-refusal.ts";
import { refusalTexts } from "../_http/refusal-texts.ts";

type Refused = Pick<FormState, "status" | "message" | "say" | "code" | "fields" | "requestId" | "retryAfterSeconds">;

/** What a form says beside its fields when a schema does not take them, in the language of the request. */
export function explainFields(issues: readonly z.core.$ZodIssue[]): Refused {
  const t = getTranslator();
  const fields: Record<string, string> = {};
  for (const { path, message } of issues) fields[String(path[0] ?? "")] ??= t.format(decodeMessage(message));
  return { status: "refused", code: "invalid_input", message: t.format(getRefusalMessage("invalid_input")), fields };
}

/** A sentence without values can be named in an address: nobody writes anything of their own into it. */
const sayOf = (words: Said | undefined) =>
  typeof words === "object" && words.values === undefined ? { say: words.key } : {};

/** What a form says when its action is refused or fails; what nobody refused is logged. */
export function explainError(thrown: unknown, requestId: string, facts: RefusedFacts): Refused {
  const error = isRefusal(thrown) ? thrown : (toUnavailable(thrown) ?? thrown);
  if (isRefusal(error)) {
    recordRefusal(error, requestId, facts);
    recordRetryAfter(requestId, error.detail.retryAfterSeconds, error.status === 503 ? 503 : 429);
    const { words, fields = {} } = refusalTexts(error);
    return {
      status: "refused",
      code: error.code,
      message: words,
      fields,
      requestId,
      ...sayOf(error.detail.words),
      ...(error.detail.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.detail.retryAfterSeconds }),
    };
  }
  requestLog(requestId).error({ err: error }, "an action failed");
  const message = getTranslator()("refusals.broken_form", { requestId });
  return { status: "refused", code: "broken", message, fields: {}, requestId };
}
