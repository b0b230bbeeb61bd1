import { eq } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

export type StudentRow = {
  id: string;
  name: string;
  email: string;
  language: string | null;
  timezone: string;
  officeNote: string | null;
  verifiedAt: Date | null;
  disabledAt: Date | null;
  /** The account that has everything of this one. */
  mergedIntoId: string | null;
  isColleague: boolean;
};

/** A person as the office may change them; undefined when there is none. */
export async function findStudent(from: Reader | Tx, userId: string): Promise<StudentRow | undefined> {
  const rows = await from
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      language: users.language,
      timezone: users.timezone,
      officeNote: users.officeNote,
      verifiedAt: users.verifiedAt,
      disabledAt: users.disabledAt,
      mergedIntoId: users.mergedIntoId,
      role: userRoles.role,
    })
    .from(users)
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where(eq(users.id, userId));
  const [first] = rows;
  if (!first) return undefined;
  const { role: _, ...student } = first;
  return { ...student, isColleague: rows.some(({ role }) => role !== null && STAFF_ROLES.includes(role)) };
}

/**
 * As `findStudent`. Refuses an account of the team (`wrong_state`): by another address or name for a colleague, somebody of the desk could
 * come into an account that may do more than theirs. Colleagues change their own account.
 */
export async function loadStudent(ctx: StepCtx, userId: string): Promise<StudentRow> {
  const student = await findStudent(ctx.tx, userId);
  if (!student) throw new Refusal("not_found");
  if (student.isColleague) throw new Refusal("wrong_state", { words: message("refusals.colleagues_account") });
  return student;
}
