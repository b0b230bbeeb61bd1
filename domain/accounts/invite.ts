import { eq } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import type { Role } from "#db/words.ts";
import { actorId } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { keepLink } from "./one-time-code.ts";
import { endSessionsOf } from "./open-session.ts";
import { insertPerson } from "./sign-up.ts";

export type Invitation = { userId: string; secret: string; codeId: string };

/** Where an invitation leads: to choosing a password. */
export const welcomePath = (secret: string) => `/welcome/${secret}`;

/** Makes sure that somebody with this address and role exists, and keeps a one-time link for them to choose a password. */
export async function invite(
  ctx: StepCtx,
  { email, name, role }: { email: string; name: string; role: Role },
): Promise<Invitation> {
  const [known] = await ctx.tx.select({ id: users.id }).from(users).where(eq(users.email, email));
  const userId = known?.id ?? (await insertPerson(ctx, { name, email, verifiedAt: null }));
  const granted = await ctx.tx
    .insert(userRoles)
    .values({ userId, role, grantedAt: ctx.now, grantedBy: actorId(ctx.actor) })
    .onConflictDoNothing()
    .returning({ role: userRoles.role });
  if (known && granted.length > 0) await endSessionsOf(ctx, userId);
  const { secret, codeId } = await keepLink(ctx, { userId, purpose: "owner" });
  return { userId, secret, codeId };
}
