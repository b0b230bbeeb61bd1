import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { authorizeTeamChange, isColleague, loadPerson } from "./role-changes.ts";

/** Enables a disabled account. Its person signs in anew; revoked tokens stay revoked. */
export async function enableUser(ctx: WriteCtx, input: { userId: string }): Promise<void> {
  authorize(ctx, "student.disable", {});
  const person = await loadPerson(ctx, input.userId);
  if (isColleague(person)) authorizeTeamChange(ctx, person);
  if (person.disabledAt === null) return;
  if (person.mergedIntoId !== null) throw new Refusal("wrong_state", { words: message("refusals.merged_account") });
  await ctx.tx.update(users).set({ disabledAt: null }).where(eq(users.id, person.id));
  await audit(ctx, "student.disable", { type: "user", id: person.id }, { after: { disabled: false } });
}
