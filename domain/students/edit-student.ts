import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { buildPersonKeys } from "../accounts/build-person-keys.ts";
import { updateTeacherCourses } from "../accounts/update-teacher-courses.ts";
import { audit } from "../audit.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { assertEmailIsFree } from "./assert-email-is-free.ts";
import { changeAddress } from "./change-address.ts";
import { findStudent, loadStudent } from "./load-student.ts";
import { sendWelcome } from "./send-welcome.ts";

/** What the office may change of a student. */
export const STUDENT_PARTS = ["name", "email", "language", "timezone", "officeNote"] as const;

/** What is not said stays as it is. */
export type StudentEdit = {
  userId: string;
  name?: string;
  /** As `EmailInput` gives it. */
  email?: string;
  language?: string | null;
  timezone?: string;
  officeNote?: string | null;
  /** Whether another address is mailed a link for choosing a password. */
  welcome?: boolean;
  /** What the form showed, as `getEditVersion` marks it. */
  seen?: string;
};

/** As `editStudent` would refuse an address, before the rest of what was typed is right. */
export async function checkEditedEmail(ctx: ReadCtx, { userId, email }: Partial<StudentEdit>): Promise<void> {
  if (email === undefined || userId === undefined || !isAllowed(ctx.actor, "student.edit", {})) return;
  const student = await findStudent(ctx.read, userId);
  if (student && student.email !== email) await assertEmailIsFree(ctx.read, email, "refusals.email_taken_merge");
}

/**
 * Corrects what the school knows of a student: see `changeAddress` for what another address ends. Refuses an account of the team, and
 * an address that somebody else has (`email_taken`).
 */
export async function editStudent(ctx: WriteCtx, input: StudentEdit): Promise<{ isAddressNew: boolean }> {
  authorize(ctx, "student.edit", {});
  const { userId, seen, welcome = false, ...wanted } = input;
  const student = await loadStudent(ctx, userId);
  if (student.mergedIntoId !== null) throw new Refusal("wrong_state", { words: message("refusals.merged_account") });
  assertEditVersion({ row: student, fields: STUDENT_PARTS, wanted, seen });
  const difference = diffRow(student, wanted);
  if (!difference) return { isAddressNew: false };
  const { name = student.name, email = student.email, language, timezone, officeNote } = wanted;
  await ctx.tx
    .update(users)
    .set({ name, language, timezone, officeNote, ...buildPersonKeys({ name, email: student.email }) })
    .where(eq(users.id, userId));
  if (name !== student.name) await updateTeacherCourses(ctx, userId);
  if (email !== student.email) {
    await changeAddress(ctx, { ...student, name }, email);
    if (welcome && student.disabledAt === null) await sendWelcome(ctx, { name, email });
  }
  const { before, after } = hideNote(difference);
  await audit(ctx, "student.edit", { type: "user", id: userId }, { before, after });
  return { isAddressNew: email !== student.email };
}

type Change = NonNullable<ReturnType<typeof diffRow>>;

/** The audit log says that a note was changed and not what it says: it is kept for good, and a note about a person must not be. */
function hideNote({ before, after }: Change): Change {
  if (!("officeNote" in after)) return { before, after };
  const { officeNote: _before, ...otherBefore } = before;
  return { before: otherBefore, after: { ...after, officeNote: after.officeNote === null ? "removed" : "written" } };
}
