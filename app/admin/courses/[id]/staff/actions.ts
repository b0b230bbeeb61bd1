"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { createLineInput } from "#domain/kernel/text-inputs.ts";
import { StaffList } from "#domain/courses/inputs.ts";
import { setCourseStaff } from "#domain/courses/set-course-staff.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { isAllowed } from "#domain/policy.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { decodeMessage } from "#messages/message.ts";
import { message } from "#messages/message.ts";

/** Each person has fields of their own, named by their id; `order` says who there was when the form was made. */
const StaffForm = z.object({
  courseId: z.string().max(60),
  order: z.string().max(2_000),
  seen: EditVersion,
  email: z.union([z.literal(""), EmailInput]).default(""),
  about: createLineInput(300).default(""),
});

export const setStaffAction = action(
  StaffForm,
  async ({ form, read, write }, { courseId, order, seen, email, about }) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const kept = order
      .split(" ")
      .filter((userId) => userId !== "" && form.get(`remove:${userId}`) === null)
      .map((userId) => ({ userId, about: text(`about:${userId}`), place: Number(text(`place:${userId}`)) || 0 }))
      .sort((one, other) => one.place - other.place)
      .map(({ userId, about: line }) => ({ userId, about: line }));
    const added = email === "" ? [] : [{ userId: await findUserId(read, email), about }];
    const staff = StaffList.safeParse([...kept, ...added], { error: explainIssue });
    if (!staff.success)
      throw new Refusal("invalid_input", { words: decodeMessage(staff.error.issues[0]?.message ?? "") });
    await write((ctx) => setCourseStaff(ctx, { courseId, staff: staff.data, seen }));
    await redirectDone(`/admin/courses/${courseId}/staff`, "saved");
  },
  [({ read }, { email }) => email && isAllowed(read.actor, "course.staff") && findUserId(read, email)],
);

async function findUserId(read: ReadCtx, email: string): Promise<string> {
  const person = await findPerson(read, { email });
  if (person) return person.id;
  throw new Refusal("not_found", {
    words: message("admin_courses.teacher_unknown"),
    fields: { email: message("admin_courses.teacher_unknown_field") },
  });
}
