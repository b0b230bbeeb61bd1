import { sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { outbox, users } from "#db/schema/index.ts";
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
      language: sql`coalesce(${p("language")}, case when ${p("isVisitor")} = 1 or exists (
        select 1 from ${users} where ${users.id} = ${p("actorId")} and ${users.email} = ${p("recipient")}
      ) then ${p("pageLanguage")} end)`,
      dedupeKey: p("dedupeKey"),
      nextTryAt: p("notBefore"),
      createdAt: p("now"),
      state: "pending",
      attempts: 0,
    })
    .onConflictDoNothing()
    .prepare(),
}));

/**
 * Promises a mail in the transaction of the fact that causes it; a job sends it. `kind` names the template, `payload` is
 * what the template needs. The same kind and dedupe key is promised once, however often the verb runs. A mail to whoever asked
 * for it keeps the language of their page; one to anybody else does not, because they may not read it. `language` says it
 * where the address is no account's. All of it counts only while the account has no language of its own. `notBefore` keeps a mail back
 * until a time.
 */
export async function enqueueMail(
  ctx: StepCtx,
  mail: {
    kind: string;
    to: string;
    payload: Record<string, unknown>;
    dedupeKey: string;
    language?: string | null;
    notBefore?: Date;
  },
): Promise<void> {
  await queries(ctx.tx).add.execute({
    id: createId("outbox"),
    kind: mail.kind,
    recipient: mail.to,
    payload: mail.payload,
    language: mail.language ?? null,
    pageLanguage: ctx.language ?? null,
    isVisitor: ctx.actor.type === "visitor" ? 1 : 0,
    actorId: ctx.actor.type === "user" ? ctx.actor.id : null,
    dedupeKey: mail.dedupeKey,
    notBefore: mail.notBefore ?? ctx.now,
    now: ctx.now,
  });
}
