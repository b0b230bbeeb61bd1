import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { buildPersonKeys } from "./build-person-keys.ts";
import { updateTeacherCourses } from "./update-teacher-courses.ts";

/** Changes what a person says of themselves: their name, and the IANA timezone that their dates are shown in. */
export async function changeProfile(
  ctx: WriteCtx,
  input: { userId: string; name: string; timezone: string },
): Promise<void> {
  const { userId, name, timezone } = input;
  authorize(ctx, "account.edit", { ownerId: userId });
  const [found] = await ctx.tx
    .select({ name: users.name, timezone: users.timezone, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  if (!found) throw new Refusal("not_found");
  const { email, ...before } = found;
  if (before.name === name && before.timezone === timezone) return;
  await ctx.tx
    .update(users)
    .set({ name, timezone, ...buildPersonKeys({ name, email }) })
    .where(eq(users.id, userId));
  if (found.name !== name) await updateTeacherCourses(ctx, userId);
  await audit(ctx, "account.edit", { type: "user", id: userId }, { before, after: { name, timezone } });
}
