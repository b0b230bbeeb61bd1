import { eq } from "drizzle-orm";
import { grants, renewals } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { addLocalDays } from "../kernel/local-time.ts";
import type { AccessPlace } from "./find-access-place.ts";
import type { Renewal } from "./get-renewal-offer.ts";
import { notifyOfRenewal } from "./notify-of-renewal.ts";
import { getLastEnd, listUnrevokedGrants } from "./unrevoked-grants.ts";

/**
 * Opens a course again by a renewal that was approved, paid or is free: from where access ends by now, or from now when it has
 * ended, so that nobody loses days by renewing early or by paying late. The student is told.
 */
export async function grantRenewal(
  ctx: StepCtx,
  renewal: Renewal,
  place: AccessPlace,
  { answer = "", days = renewal.days }: { answer?: string; days?: number } = {},
): Promise<Renewal> {
  const end = getLastEnd(await listUnrevokedGrants(ctx.tx, place));
  const startsAt = end && end > ctx.now ? end : ctx.now;
  const grantId = createId("grant");
  await ctx.tx.insert(grants).values({
    ...{ id: grantId, studentId: place.studentId, courseId: place.courseId, enrolmentId: place.enrolmentId },
    ...{ why: "renewal", startsAt, endsAt: addLocalDays(startsAt, days, place.timezone), days },
    ...{ orderLineId: renewal.orderLineId, createdAt: ctx.now },
  });
  // One that was cancelled and is paid late renews what there is now: another one may have taken its place meanwhile.
  const renewsFrom = renewal.state === "cancelled" ? startsAt : renewal.renewsFrom;
  const [granted] = await ctx.tx
    .update(renewals)
    .set({ state: "granted", grantId, days, answer, renewsFrom, decidedAt: ctx.now })
    .where(eq(renewals.id, renewal.id))
    .returning();
  if (!granted) throw new Error("a renewal is gone");
  await notifyOfRenewal(ctx, granted, "renewal_granted");
  return granted;
}
