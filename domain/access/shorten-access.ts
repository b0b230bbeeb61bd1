import { and, eq, inArray } from "drizzle-orm";
import { grants, renewals } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { addLocalDays } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findAccessPlace, hasAccess } from "./find-access-place.ts";
import type { Extent } from "./inputs.ts";
import { getLastEnd, type Grant, listUnrevokedGrants } from "./unrevoked-grants.ts";
import { notifyOfAccess } from "./notify-of-access.ts";
import { resolveExtent } from "./resolve-extent.ts";

/**
 * The office ends an enrolment's access sooner: until a day, or so many days before its end. Whatever lasted longer is revoked and
 * given again until then, so that who gave what and for which order stays to be read. Access that is no longer than that
 * is refused (`wrong_state`), and a gift beside the enrolment stays: it is revoked by itself.
 */
export async function shortenAccess(
  ctx: WriteCtx,
  input: { enrolmentId: string; why: string; notify: boolean } & Extent,
): Promise<{ studentId: string; courseId: string }> {
  const place = await findAccessPlace(ctx.tx, input.enrolmentId);
  authorize(ctx, "access.shorten", { ownerId: place.studentId });
  if (!hasAccess(place.state)) throw new Refusal("wrong_state");
  const kept = (await listUnrevokedGrants(ctx.tx, place)).filter(
    ({ enrolmentId }) => enrolmentId === place.enrolmentId,
  );
  const end = getLastEnd(kept);
  const until = shortenedEnd(ctx.now, input, end, place.timezone);
  const longer = kept.filter(({ endsAt }) => endsAt === null || endsAt > until);
  if (longer.length === 0) throw new Refusal("wrong_state", { words: message("refusals.not_longer_open") });
  await ctx.tx
    .update(grants)
    .set({ revokedAt: ctx.now, revokedWhy: input.why })
    .where(
      inArray(
        grants.id,
        longer.map(({ id }) => id),
      ),
    );
  for (const grant of longer) await giveAgain(ctx, grant, until, input.why);
  const key = `${place.enrolmentId}:${ctx.now.getTime()}`;
  if (input.notify) await notifyOfAccess(ctx, { ...place, change: "shortened", why: input.why, key });
  await audit(
    ctx,
    "access.shorten",
    { type: "enrolment", id: place.enrolmentId },
    { before: { accessEndsAt: end ?? null }, after: { accessEndsAt: until, why: input.why } },
  );
  return place;
}

/** What is left of a grant until then; a renewal of which nothing is left may be had again. */
async function giveAgain(ctx: StepCtx, grant: Grant, until: Date, why: string): Promise<void> {
  const ofGrant = and(eq(renewals.grantId, grant.id), eq(renewals.state, "granted"));
  if (grant.startsAt >= until) {
    await ctx.tx.update(renewals).set({ state: "cancelled" }).where(ofGrant);
    return;
  }
  const shortened: Partial<Grant> = { endsAt: until, step: "shortened", note: why, createdAt: ctx.now };
  const fresh = { ...shortened, id: createId("grant"), revokedAt: null, revokedWhy: null, remindedDays: null };
  await ctx.tx.insert(grants).values({ ...grant, ...fresh });
  await ctx.tx.update(renewals).set({ grantId: fresh.id }).where(ofGrant);
}

/** Days are counted back from the end that there is; what is over cannot be made shorter. */
function shortenedEnd(now: Date, { days, until }: Extent, end: Date | null | undefined, timezone: string): Date {
  if (days !== null && !end) throw new Refusal("wrong_state", { words: message("refusals.no_end_to_count_from") });
  const at =
    days !== null && end ? addLocalDays(end, -days, timezone) : resolveExtent({ days: null, until }, now, timezone);
  if (at && at > now) return at;
  throw new Refusal("invalid_input", {
    fields: { [days === null ? "until" : "days"]: message("fields.access_would_be_over") },
  });
}
