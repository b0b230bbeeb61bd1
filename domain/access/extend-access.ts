import { grants } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findAccessPlace, hasAccess } from "./find-access-place.ts";
import type { Extent } from "./inputs.ts";
import { getLastEnd, type Grant, listUnrevokedGrants } from "./unrevoked-grants.ts";
import { notifyOfAccess } from "./notify-of-access.ts";
import { resolveExtent } from "./resolve-extent.ts";

/**
 * The office lets a student open a course for longer than their enrolment does. It is a grant of its own, from where the access that
 * they have ends, or from now when it has ended: nothing is overwritten. Refuses (`wrong_state`) what is open for good.
 */
export async function extendAccess(
  ctx: WriteCtx,
  input: { enrolmentId: string; why: string; notify: boolean } & Extent,
): Promise<Grant> {
  const place = await findAccessPlace(ctx.tx, input.enrolmentId);
  authorize(ctx, "access.extend", { ownerId: place.studentId });
  if (!hasAccess(place.state)) throw new Refusal("wrong_state");
  const held = await listUnrevokedGrants(ctx.tx, place);
  const end = getLastEnd(held);
  if (end === null) throw new Refusal("wrong_state", { words: message("refusals.open_for_good") });
  // Whoever waits for what they have to begin is let in now: a later end helps nobody who stands outside.
  const isOpen = held.some((grant) => grant.startsAt <= ctx.now && (grant.endsAt === null || grant.endsAt > ctx.now));
  const startsAt = end && isOpen ? end : ctx.now;
  const grant: typeof grants.$inferInsert = {
    id: createId("grant"),
    studentId: place.studentId,
    courseId: place.courseId,
    enrolmentId: place.enrolmentId,
    why: "staff",
    startsAt,
    endsAt: resolveExtent(input, startsAt, place.timezone),
    step: "extended",
    note: input.why,
    days: input.days,
    createdAt: ctx.now,
  };
  const [added] = await ctx.tx.insert(grants).values(grant).returning();
  if (!added) throw new Error("an extension was not stored");
  if (input.notify) await notifyOfAccess(ctx, { ...place, change: "extended", why: input.why, key: added.id });
  await audit(
    ctx,
    "access.extend",
    { type: "enrolment", id: place.enrolmentId },
    { before: { accessEndsAt: end ?? null }, after: { accessEndsAt: added.endsAt, why: input.why } },
  );
  return added;
}
