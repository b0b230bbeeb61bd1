import { and, eq, gt, inArray } from "drizzle-orm";
import { claimLinks, type orders, outbox, users } from "#db/schema/index.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { ClaimLink } from "./find-claim-link.ts";

/** How soon the same person may be mailed again for the same cohort: a second press is none, and nobody's mailbox is filled. */
const AGAIN_MS = 5 * MINUTE_MS;
const MAILS_MAX = 100;

type Order = Pick<typeof orders.$inferSelect, "buyerId" | "totalMinor">;

/**
 * Why a link is not mailed: nobody has said where to (`no_address`), it has just been mailed (`just_mailed`, that link or another of the cohort), or its buyer has neither paid
 * nor confirmed their own address (`not_confirmed`). Free places would let a stranger write to anybody in the school's name.
 */
export type MailBarrier = "no_address" | "just_mailed" | "not_confirmed";

/** Mails the newest link of a place to whom it is meant for, if that may be done, and gives back the place as it is then. */
export async function notifyHolder(ctx: StepCtx, link: ClaimLink, order: Order): Promise<ClaimLink> {
  return (await findMailBarrier(ctx, link, order)) === null ? mailLink(ctx, link, order) : link;
}

export async function findMailBarrier(ctx: StepCtx, link: ClaimLink, order: Order): Promise<MailBarrier | null> {
  if (link.email === null) return "no_address";
  if (await isJustMailed(ctx, link.email, link.cohortId)) return "just_mailed";
  if (order.totalMinor > 0) return null;
  const [buyer] = await ctx.tx.select({ verifiedAt: users.verifiedAt }).from(users).where(eq(users.id, order.buyerId));
  return buyer?.verifiedAt ? null : "not_confirmed";
}

/** Whatever became of the place that the last mail was about: given to another and back, or ordered anew. */
export async function isJustMailed(ctx: StepCtx, email: string, cohortId: string): Promise<boolean> {
  const since = addMs(ctx.now, -AGAIN_MS);
  const own = and(eq(outbox.recipient, email), gt(outbox.createdAt, since), eq(outbox.kind, "claim_link"));
  const mails = await ctx.tx.select({ payload: outbox.payload }).from(outbox).where(own).limit(MAILS_MAX);
  const ids = mails.map(({ payload }) => String(payload.claimLinkId));
  if (ids.length === 0) return false;
  const inCohort = and(inArray(claimLinks.id, ids), eq(claimLinks.cohortId, cohortId));
  return (await ctx.tx.select({ id: claimLinks.id }).from(claimLinks).where(inCohort).limit(1)).length > 0;
}

/** In the language of the buyer, who knows whom they write to; whoever has an account has their own. */
async function mailLink(ctx: StepCtx, link: ClaimLink, { buyerId }: Order): Promise<ClaimLink> {
  const { id: claimLinkId, version, email } = link;
  const [buyer] = await ctx.tx.select({ language: users.language }).from(users).where(eq(users.id, buyerId));
  await enqueueMail(ctx, {
    kind: "claim_link",
    to: email ?? "",
    payload: { claimLinkId, version },
    dedupeKey: `${claimLinkId}:${version}:${ctx.now.getTime()}`,
    language: buyer?.language ?? ctx.language ?? null,
  });
  await ctx.tx.update(claimLinks).set({ mailedAt: ctx.now }).where(eq(claimLinks.id, claimLinkId));
  return { ...link, mailedAt: ctx.now };
}
