import { eq } from "drizzle-orm";
import { identities } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { hasAnotherWay, notifyIdentityChange } from "./connect-identity.ts";

/**
 * Takes a way to sign in away. Refuses (`last_way_in`) when neither a password nor another account elsewhere is left: a code
 * by mail alone would leave everything to one mailbox. `open` names the providers that the school has switched on.
 */
export async function disconnectIdentity(
  ctx: WriteCtx,
  input: { identityId: string; label: string; open: readonly string[] },
): Promise<void> {
  const [found] = await ctx.tx.select().from(identities).where(eq(identities.id, input.identityId));
  authorize(ctx, "account.edit", { ownerId: found?.userId ?? null });
  if (!found) throw new Refusal("not_found");
  const { id, userId, provider } = found;
  if (!(await hasAnotherWay(ctx, found, input.open))) throw new Refusal("last_way_in");
  await ctx.tx.delete(identities).where(eq(identities.id, id));
  await audit(ctx, "account.edit", { type: "user", id: userId }, { before: { identity: id, provider } });
  await notifyIdentityChange(ctx, userId, { label: input.label, isNew: false, dedupeKey: `${id}:gone` });
}
