import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Changes what a person says of themselves: their name, and the IANA timezone that their dates are shown in. */
export async function changeProfile(
  ctx: WriteCtx,
  input: { userId: string; name: string; timezone: string },
): Promise<void> {
  const { userId, name, timezone } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const [before] = await ctx.tx
    .select({ name: users.name, timezone: users.timezone })
    .from(users)
    .where(eq(users.id, userId));
  if (!before) throw new Refusal("not_found");
  if (before.name === name && before.timezone === timezone) return;
  await ctx.tx.update(users).set({ name, timezone }).where(eq(users.id, userId));
  await audit(ctx, "account.edit", { type: "user", id: userId }, { before, after: { name, timezone } });
}
