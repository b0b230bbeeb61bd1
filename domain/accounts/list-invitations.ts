import { and, desc, eq, ne } from "drizzle-orm";
import { invitations, users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { PAGE_SIZE_MAX } from "../kernel/get-page-window.ts";
import { authorize } from "../policy.ts";
import { isPendingInvitation } from "./invitations.ts";

export type PendingInvitation = {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** Who invited; null for the system. */
  invitedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  isExpired: boolean;
};

/** The invitations to the office that nobody has accepted, the newest first; as many as a page holds. */
export async function listInvitations(ctx: ReadCtx): Promise<PendingInvitation[]> {
  authorize(ctx, "team.read", {});
  const found = await ctx.read
    .select({
      id: invitations.id,
      email: invitations.email,
      name: invitations.name,
      role: invitations.role,
      invitedBy: users.name,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(isPendingInvitation(), ne(invitations.role, "student")))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(PAGE_SIZE_MAX);
  return found.map((row) => ({ ...row, isExpired: row.expiresAt <= ctx.now }));
}
