import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { extendTransferHolds } from "../seats/extend-holds.ts";
import { authorize } from "../policy.ts";
import { claimLink } from "./one-time-code.ts";

/**
 * Confirms an address by the link that was mailed to it. Only the person who is signed in to the account may: so nobody
 * can be tricked into confirming an account that somebody else opened with their address.
 */
export async function verifyEmail(ctx: WriteCtx, input: { secret: string }): Promise<void> {
  const link = await claimLink(ctx, input.secret, ["verify"]);
  authorize(ctx, "account.edit", { ownerId: link.userId });
  await ctx.tx.update(users).set({ verifiedAt: ctx.now }).where(eq(users.id, link.userId));
  await extendTransferHolds(ctx, link.userId);
  await audit(ctx, "account.edit", { type: "user", id: link.userId }, { after: { verified: link.email } });
}
