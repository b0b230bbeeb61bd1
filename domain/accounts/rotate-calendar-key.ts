import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createSecret } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { requireRecentSignIn } from "./recent-sign-in.ts";
import { notifyPerson } from "./notify-person.ts";
import { hashToken } from "./sessions.ts";

/**
 * Makes a new key for a person's private calendar feed; the address with the old one stops working. The key is kept as a hash.
 * Refuses a session that was not begun, or confirmed by the password, a moment ago. The person is told by mail.
 */
export async function rotateCalendarKey(ctx: WriteCtx, input: { userId: string }): Promise<{ key: string }> {
  authorize(ctx, "account.edit", { ownerId: input.userId });
  requireRecentSignIn(ctx);
  const key = createSecret();
  const [changed] = await ctx.tx
    .update(users)
    .set({ calendarKeyHash: hashToken(key) })
    .where(eq(users.id, input.userId))
    .returning({ id: users.id });
  if (!changed) throw new Refusal("not_found");
  await audit(ctx, "account.edit", { type: "user", id: input.userId }, { after: { calendarKey: "new" } });
  await notifyPerson(ctx, input.userId, { event: "calendar_link_created" });
  return { key };
}
