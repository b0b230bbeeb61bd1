import { and, eq, isNull } from "drizzle-orm";
import { apiTokens } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Ends an API token at once, one's own or, for admins, anybody's. One that has ended already stays ended. */
export async function revokeToken(ctx: WriteCtx, input: { tokenId: string }): Promise<void> {
  const [token] = await ctx.tx
    .select({ id: apiTokens.id, ownerId: apiTokens.userId, name: apiTokens.name })
    .from(apiTokens)
    .where(eq(apiTokens.id, input.tokenId));
  if (!token) throw new Refusal("not_found");
  authorize(ctx, "token.revoke", token);
  const [revoked] = await ctx.tx
    .update(apiTokens)
    .set({ revokedAt: ctx.now })
    .where(and(eq(apiTokens.id, token.id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  if (!revoked) return;
  await audit(
    ctx,
    "token.revoke",
    { type: "api_token", id: token.id },
    { before: { userId: token.ownerId, name: token.name } },
  );
}
