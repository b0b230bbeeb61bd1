import { and, eq, exists, type SQL, sql } from "drizzle-orm";
import { enrolments, userRoles, users } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { selectPeopleLike } from "../students/find-people.ts";
import { isAfterCursor, type Listed, type ListInput, toListed, sortNewestFirst } from "./cursor.ts";
import type { StudentView } from "./shapes.ts";

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  locale: users.locale,
  timezone: users.timezone,
  verifiedAt: users.verifiedAt,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
};

type Row = Omit<StudentView, "verified" | "disabled"> & { verifiedAt: Date | null; disabledAt: Date | null };

function studentView({ verifiedAt, disabledAt, ...row }: Row): StudentView {
  return { ...row, verified: verifiedAt !== null, disabled: disabledAt !== null };
}

/** SQL: people who study here. Somebody of the team counts as soon as they take a place themselves. */
function studies(ctx: ReadCtx): SQL {
  const role = ctx.read
    .select({ userId: userRoles.userId })
    .from(userRoles)
    .where(and(eq(userRoles.userId, users.id), eq(userRoles.role, "student")));
  const place = ctx.read.select({ id: enrolments.id }).from(enrolments).where(eq(enrolments.studentId, users.id));
  return sql`(${exists(role)} or ${exists(place)})`;
}

/** A person who studies here: oneself, or anybody for the office. */
export async function getStudent(ctx: ReadCtx, id: string): Promise<StudentView | undefined> {
  const itsMe = id === getActorId(ctx.actor);
  authorize(ctx, "student.read", { ownerId: itsMe ? id : null });
  const [row] = await ctx.read
    .select(columns)
    .from(users)
    .where(and(eq(users.id, id), itsMe ? undefined : studies(ctx)));
  return row && studentView(row);
}

export type StudentFilter = { email?: string | undefined; q?: string | undefined };

/** Students, the newest first: all of them for the office, oneself for the others. */
export async function listStudents(ctx: ReadCtx, input: ListInput & StudentFilter): Promise<Listed<StudentView>> {
  const me = getActorId(ctx.actor);
  const all = isAllowed(ctx.actor, "student.list");
  if (!all) authorize(ctx, "student.read", { ownerId: me });
  const rows = await ctx.read
    .select(columns)
    .from(users)
    .where(
      and(
        all ? studies(ctx) : eq(users.id, me),
        input.email === undefined ? undefined : eq(users.email, canonicalizeEmail(input.email) ?? ""),
        selectPeopleLike(input.q ?? ""),
        isAfterCursor(input, "user", users.createdAt, users.id),
      ),
    )
    .orderBy(...sortNewestFirst(users.createdAt, users.id))
    .limit(input.limit + 1);
  return toListed(rows, input, studentView, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** As they stand after a verb, which has let the actor through. */
export async function loadStudentView(ctx: TxCtx, id: string): Promise<StudentView> {
  const [row] = await ctx.tx.select(columns).from(users).where(eq(users.id, id));
  if (!row) throw new Refusal("not_found");
  return studentView(row);
}
