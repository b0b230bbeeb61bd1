"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { plainAction } from "#app/_forms/action.ts";
import { checkInStudent } from "#domain/attendance/check-in-student.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { isId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { BESIDE_ALL, runtime } from "#runtime";
import { PASS_COOKIE } from "../pass-cookie.ts";

const Meeting = z.object({ meetingId: z.string().refine((text) => isId("meeting", text)) });

/** A student checks in with the pass that the code in the room gave them. A whole class does so within a minute. */
export const checkInAction = plainAction(Meeting, async ({ viewer, actor, write }, { meetingId }) => {
  if (!viewer) throw new Refusal("not_signed_in");
  const pass = (await cookies()).get(PASS_COOKIE)?.value ?? "";
  const input = { meetingId, studentId: getActorId(actor), schoolSecret: runtime().secret, proof: { pass } };
  await write((ctx) => checkInStudent(ctx, input), { beside: BESIDE_ALL });
  redirect(`/check-in/${meetingId}`);
});
