import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { removeAllSavedCards } from "../payments/remove-saved-card.ts";
import { releaseUnpaidOrders } from "./release-unpaid-orders.ts";
import { authorize } from "../policy.ts";
import { leaveAllWaitingLists } from "../waiting/leave-all-waiting-lists.ts";
import { endCodes } from "../accounts/one-time-code.ts";
import { endAccess } from "../accounts/end-access.ts";
import { authorizeTeamChange, isColleague, assertOwnerRemains, loadPerson } from "../accounts/role-changes.ts";

/**
 * Shuts a person out: their sign-ins, tokens, calendar link and mailed links end at once, and no new one works. What they bought and wrote
 * stays; seats that are held for what they have not paid, or were offered, go to whoever waits, and no card of theirs is charged any more. Only an owner disables an owner, and never the last one. Who is disabled already stays so.
 */
export async function disableUser(ctx: WriteCtx, input: { userId: string }): Promise<void> {
  authorize(ctx, "student.disable", {});
  const person = await loadPerson(ctx, input.userId);
  if (isColleague(person)) authorizeTeamChange(ctx, person);
  if (person.disabledAt !== null) return;
  await assertOwnerRemains(ctx, person);
  await ctx.tx.update(users).set({ disabledAt: ctx.now }).where(eq(users.id, person.id));
  await endAccess(ctx, person.id);
  await endCodes(ctx, person.id);
  await leaveAllWaitingLists(ctx, person.id);
  await releaseUnpaidOrders(ctx, person.id);
  await removeAllSavedCards(ctx, person.id);
  await audit(ctx, "student.disable", { type: "user", id: person.id }, { after: { disabled: true } });
}
