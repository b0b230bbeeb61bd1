import type { Refusal } from "#domain/kernel/refusal.ts";
import { requestLog } from "#ops/log.ts";

/** Most refusals are nobody's fault. That the school cannot save is the operator's to mend, so its cause is logged. */
export function noteRefusal(refused: Refusal, requestId: string): void {
  if (refused.code === "storage") requestLog(requestId).error({ err: refused.cause }, "the school cannot save");
}
