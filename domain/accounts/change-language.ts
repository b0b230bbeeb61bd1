import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Changes the language in which the school speaks to a person; none follows the address of a page and the school's own. */
export async function changeLanguage(ctx: WriteCtx, input: { userId: string; language: string | null }): Promise<void> {
  const { userId, language } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const [before] = await ctx.tx.select({ language: users.language }).from(users).where(eq(users.id, userId));
  if (!before) throw new Refusal("not_found");
  if (before.language === language) return;
  await ctx.tx.update(users).set({ language }).where(eq(users.id, userId));
  await audit(ctx, "account.edit", { type: "user", id: userId }, { before, after: { language } });
}
