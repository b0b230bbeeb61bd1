import { apiTokens } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { and, eq, isNull } from "drizzle-orm";

/** Ends every API token of a person. */
export async function revokeAllTokens(ctx: StepCtx, userId: string): Promise<number> {
  const ended = await ctx.tx
    .update(apiTokens)
    .set({ revokedAt: ctx.now })
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return ended.length;
}
