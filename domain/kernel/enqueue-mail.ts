import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { outbox } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "./command.ts";
import { createId } from "./ids.ts";

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  add: tx
    .insert(outbox)
    .values({
      id: p("id"),
      kind: p("kind"),
      recipient: p("recipient"),
      payload: p("payload"),
      language: p("language"),
      dedupeKey: p("dedupeKey"),
      nextTryAt: p("now"),
      createdAt: p("now"),
      state: "pending",
      attempts: 0,
    })
    .onConflictDoNothing()
    .prepare(),
}));

/**
 * Promises a mail in the transaction of the fact that causes it; a job sends it. `kind` names the template, `payload` is
 * what the template needs, and
 * `language` that of a recipient who may have no account, as the page spoke. The same kind and dedupe key is promised once, however often the verb runs.
 */
export async function enqueueMail(
  ctx: StepCtx,
  mail: { kind: string; to: string; payload: Record<string, unknown>; dedupeKey: string; language?: string },
): Promise<void> {
  await queries(ctx.tx).add.execute({
    id: createId("outbox"),
    kind: mail.kind,
    recipient: mail.to,
    payload: mail.payload,
    language: mail.language ?? null,
    dedupeKey: mail.dedupeKey,
    now: ctx.now,
  });
}
