"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { plainAction } from "#app/_edge/action.ts";
import { enrol } from "#domain/enrolments/enrol.ts";
import { isId } from "#domain/kernel/ids.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";

const EnrolInput = z.object({ cohortId: z.string().refine((text) => isId("cohort", text)) });

/**
 * The Enrol button of a course's page. Somebody who is signed in gets their place or the order that holds it; a visitor goes
 * to the page that asks who they are. What is refused (full, closed, already in) that page explains.
 */
export const enrolAction = plainAction(EnrolInput, async ({ viewer, write }, { cohortId }) => {
  if (!viewer) redirect(`/enrol/${cohortId}`);
  const enrolled = await write((ctx) => enrol(ctx, { cohortId, studentId: viewer.userId })).catch((error: unknown) => {
    // A school that is too busy says so; what it says no to, the page explains.
    if (isRefusal(error) && error.status < 500) return undefined;
    throw error;
  });
  if (!enrolled) redirect(`/enrol/${cohortId}`);
  const { order, courseSlug } = enrolled;
  redirect(order.state === "paid" ? `/learning/${courseSlug}?welcome=${order.code}` : `/checkout/${order.code}`);
});
