import { idempotencyKeys } from "#db/schema/index.ts";
import type { TxCtx } from "./command.ts";

/**
 * Says whether somebody asks for this the first time, and remembers it for two days, as an API request that may be repeated is
 * remembered. A refusal in the same write undoes that, so what was refused may be asked again.
 */
export async function isFirstTime(
  ctx: TxCtx,
  asked: { actorId: string; route: string; key: string },
): Promise<boolean> {
  const row = { ...asked, bodyHash: "", status: 200, answer: {}, createdAt: ctx.now };
  const kept = await ctx.tx
    .insert(idempotencyKeys)
    .values(row)
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  return kept.length > 0;
}
