import { eq, inArray } from "drizzle-orm";
import { courseStaff, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getEditVersion } from "../kernel/edit-version.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse } from "./load-course.ts";
import type { StaffList } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";

/** A mark of who teaches a course, as somebody saw it. */
export function getStaffVersion(staff: StaffList): string {
  return getEditVersion({ staff: staff.map(({ userId, about }) => ({ userId, about })) }, ["staff"]);
}

/**
 * Says who teaches a course, in the order in which its page names them. They may edit it as soon as they have the role of an
 * instructor. Refuses somebody who does not exist, or is named twice; and a list that is no longer as it was `seen`.
 */
export async function setCourseStaff(
  ctx: WriteCtx,
  input: { courseId: string; staff: StaffList; seen?: string },
): Promise<void> {
  authorize(ctx, "course.staff", {});
  const { course } = await loadCourse(ctx.tx, input.courseId);
  const ids = input.staff.map(({ userId }) => userId);
  if (new Set(ids).size !== ids.length) {
    throw new Refusal("invalid_input", { fields: { staff: message("fields.named_twice") } });
  }
  const people =
    ids.length === 0 ? [] : await ctx.tx.select({ id: users.id }).from(users).where(inArray(users.id, ids));
  if (people.length !== ids.length) throw new Refusal("not_found");
  const before = await ctx.tx
    .select({ userId: courseStaff.userId, about: courseStaff.about })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, course.id))
    .orderBy(courseStaff.position, courseStaff.userId);
  if (JSON.stringify(before) === JSON.stringify(input.staff.map(({ userId, about }) => ({ userId, about })))) return;
  if (input.seen !== undefined && input.seen !== getStaffVersion(before)) {
    throw new Refusal("wrong_state", {
      words: message("refusals.staff_saved_meanwhile"),
    });
  }
  await ctx.tx.delete(courseStaff).where(eq(courseStaff.courseId, course.id));
  if (input.staff.length > 0) {
    await ctx.tx
      .insert(courseStaff)
      .values(
        input.staff.map(({ userId, about }, place) => ({ courseId: course.id, userId, about, position: place + 1 })),
      );
  }
  await updateSearchRow(ctx, course.id);
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "course.staff",
    { type: "course", id: course.id },
    { before: { staff: before }, after: { staff: input.staff } },
  );
}
