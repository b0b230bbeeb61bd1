import { and, eq, exists, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { enrolments, userRoles, users } from "#db/schema/index.ts";
import { type Actor, getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { selectPeopleLike } from "../students/find-people.ts";
import type { StudentView } from "./shapes.ts";

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  language: users.language,
  timezone: users.timezone,
  verifiedAt: users.verifiedAt,
  disabledAt: users.disabledAt,
  officeNote: users.officeNote,
  createdAt: users.createdAt,
};

type Row = Omit<StudentView, "verified" | "disabled"> & { verifiedAt: Date | null; disabledAt: Date | null };

/** What the office notes is told to those of the office alone. */
function studentView(actor: Actor, { verifiedAt, disabledAt, officeNote, ...row }: Row): StudentView {
  return {
    ...row,
    verified: verifiedAt !== null,
    disabled: disabledAt !== null,
    ...(isAllowed(actor, "student.list") ? { officeNote } : {}),
  };
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
  return row && studentView(ctx.actor, row);
}

/** Students, the newest first: all of them for the office, oneself for the others. */
export const studentPages = defineList({
  table: users,
  reach: (ctx) => {
    if (isAllowed(ctx.actor, "student.list")) return studies(ctx);
    const me = getActorId(ctx.actor);
    authorize(ctx, "student.read", { ownerId: me });
    return eq(users.id, me);
  },
  view: defineView({
    fields: () => columns,
    from: (select) => select.from(users),
    show: (student, { actor }) => studentView(actor, student),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    email: createFilter(z.string().max(320), (email) => eq(users.email, canonicalizeEmail(email) ?? "")),
    q: createFilter(
      z.string().max(200).meta({ description: "Words, or parts of them, of the name or the address, in any order." }),
      (q) => selectPeopleLike(q),
    ),
  },
  cursor: { sort: "created", ids: "user" },
});

/** As they stand after a verb, which has let the actor through. */
export async function loadStudentView(ctx: TxCtx, id: string): Promise<StudentView> {
  const [row] = await ctx.tx.select(columns).from(users).where(eq(users.id, id));
  if (!row) throw new Refusal("not_found");
  return studentView(ctx.actor, row);
}
