import { and, eq, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { idempotencyKeys } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Action, authorize } from "../policy.ts";

/** For how long a request can be repeated and gets the answer that it got; domain/maintenance/purge-rows.ts takes it away after that. */
export const STORED_MS = DAY_MS;

/** Marks an answer whose request has an effect but is not finished: a provider is still to be called. HTTP's own word for it. */
const UNFINISHED = 102;

/** A request that can be repeated: who sent it, which operation it asks for, its key, and a hash of everything it says. */
export type IdempotentRequest = { actorId: string; route: string; key: string; bodyHash: string; needs: Action };

/** `body` is the text that was sent, byte for byte. */
export type StoredResponse = { finished: boolean; status: number; body: string };

/**
 * A text of its own inside the column: PostgreSQL would give back an object with its fields in another order. `roles` are those
 * that the sender had then; not known of an answer that was kept before they were.
 */
type Kept = { text: string; roles?: readonly string[] };

const p = sql.placeholder;

const queries = perClient((tx: Tx) => {
  const thisOne = and(
    eq(idempotencyKeys.actorId, param(idempotencyKeys.actorId, "actorId")),
    eq(idempotencyKeys.route, param(idempotencyKeys.route, "route")),
    eq(idempotencyKeys.key, param(idempotencyKeys.key, "key")),
  );
  return {
    find: tx
      .select({
        bodyHash: idempotencyKeys.bodyHash,
        status: idempotencyKeys.status,
        answer: idempotencyKeys.answer,
        createdAt: idempotencyKeys.createdAt,
      })
      .from(idempotencyKeys)
      .where(thisOne)
      .prepare(),
    keep: tx
      .insert(idempotencyKeys)
      .values({
        actorId: p("actorId"),
        route: p("route"),
        key: p("key"),
        bodyHash: p("bodyHash"),
        status: p("status"),
        answer: p("answer"),
        createdAt: p("now"),
      })
      .prepare(),
    finish: tx
      .update(idempotencyKeys)
      .set({
        status: sql`${param(idempotencyKeys.status, "status")}`,
        answer: sql`${param(idempotencyKeys.answer, "answer")}`,
      })
      .where(and(thisOne, eq(idempotencyKeys.status, UNFINISHED)))
      .prepare(),
    forget: tx.delete(idempotencyKeys).where(thisOne).prepare(),
  };
});

/**
 * The answer that a request got when it was sent before. Refuses (`idempotency_mismatch`) the same key with anything else in
 * it, and whoever may no longer do what was asked. Every process finds it: the row was written in the transaction of the effect, and a second writer comes after.
 */
export async function findStoredResponse(ctx: TxCtx, request: IdempotentRequest): Promise<StoredResponse | undefined> {
  const { find, forget } = queries(ctx.tx);
  const [kept] = await find.execute(request);
  if (!kept) return undefined;
  if (kept.createdAt <= addMs(ctx.now, -STORED_MS)) {
    await forget.execute(request);
    return undefined;
  }
  if (kept.bodyHash !== request.bodyHash) throw new Refusal("idempotency_mismatch");
  const { text, roles } = kept.answer as Kept;
  authorizeAgain(ctx, request.needs, roles);
  return { finished: kept.status !== UNFINISHED, status: kept.status, body: text };
}

/**
 * The verb that would ask the policy is not run again, so it is asked here: a token with fewer scopes, or a person who has lost
 * a role, must not read what they could no longer do. Whose the thing was, the answer does not say; that somebody may do this
 * with a thing of their own is enough as long as every role that they had then is still theirs.
 */
function authorizeAgain(ctx: TxCtx, needs: Action, rolesThen: readonly string[] = []): void {
  const { actor } = ctx;
  if (actor.type !== "user") return;
  const rolesNow: readonly string[] = actor.roles;
  const hasLostRole = rolesThen.some((role) => !rolesNow.includes(role));
  authorize(ctx, needs, hasLostRole ? {} : { ownerId: actor.id, teacherIds: [actor.id] });
}

/** Keeps an answer in the transaction of its effect. One that is not finished is finished later, or by whoever repeats it. */
export async function storeResponse(ctx: TxCtx, request: IdempotentRequest, answer: StoredResponse): Promise<void> {
  const status = answer.finished ? answer.status : UNFINISHED;
  await queries(ctx.tx).keep.execute({
    ...request,
    status,
    answer: { text: answer.body, roles: rolesOf(ctx) } satisfies Kept,
    now: ctx.now,
  });
}

/** Puts the whole answer in the place of the unfinished one. */
export async function completeResponse(ctx: TxCtx, request: IdempotentRequest, answer: StoredResponse): Promise<void> {
  const values = { status: answer.status, answer: { text: answer.body, roles: rolesOf(ctx) } satisfies Kept };
  await queries(ctx.tx).finish.execute({ ...request, ...values });
}

const rolesOf = ({ actor }: TxCtx): readonly string[] => (actor.type === "user" ? actor.roles : []);
