import { and, eq, inArray, isNull } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Ticket } from "./machine.ts";

/** Promises the school a mail about what a student wrote: to whoever has the ticket, or to the address for questions. */
export async function notifySchool(ctx: StepCtx, ticket: Ticket, messageId: string): Promise<void> {
  for (const to of await addressesFor(ctx, ticket)) {
    await enqueueMail(ctx, {
      kind: "ticket_received",
      to,
      payload: { messageId },
      dedupeKey: `${messageId}:${to}`,
    });
  }
}

/** How many of the team are written to when a school has no address for questions. */
const TEAM_MAX = 10;

/** A school that has named no address for questions has its support people told, and without any, its owners. */
async function addressesFor(ctx: StepCtx, ticket: Ticket): Promise<string[]> {
  if (ticket.assigneeId) {
    const [assignee] = await ctx.tx
      .select({ email: users.email })
      .from(users)
      .where(and(eq(users.id, ticket.assigneeId), isNull(users.disabledAt)));
    if (assignee) return [assignee.email];
  }
  const { supportEmail } = await getSchoolSettings(ctx.tx);
  if (supportEmail) return [supportEmail];
  const team = await ctx.tx
    .select({ email: users.email, role: userRoles.role })
    .from(userRoles)
    .innerJoin(users, eq(users.id, userRoles.userId))
    .where(and(inArray(userRoles.role, ["support", "owner"]), isNull(users.disabledAt)))
    .orderBy(users.email)
    .limit(2 * TEAM_MAX);
  const support = team.filter(({ role }) => role === "support");
  const told = support.length > 0 ? support : team;
  return [...new Set(told.map(({ email }) => email))].slice(0, TEAM_MAX);
}
