import { eq } from "drizzle-orm";
import { claimLinks, type orders, users } from "#db/schema/index.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { ClaimLink } from "./find-claim-link.ts";

/** How soon the same link may be mailed again: a second press is none, and nobody's mailbox is filled. */
const AGAIN_MS = 5 * MINUTE_MS;

type Order = Pick<typeof orders.$inferSelect, "buyerId" | "totalMinor">;

/**
 * Why a link is not mailed: nobody has said where to (`no_address`), it has just been mailed (`just_mailed`), or its buyer has neither paid
 * nor confirmed their own address (`not_confirmed`). Free places would let a stranger write to anybody in the school's name.
 */
export type MailBarrier = "no_address" | "just_mailed" | "not_confirmed";

/** Mails the newest link of a place to whom it is meant for, if that may be done, and gives back the place as it is then. */
export async function notifyHolder(ctx: StepCtx, link: ClaimLink, order: Order): Promise<ClaimLink> {
  return (await findMailBarrier(ctx, link, order)) === null ? mailLink(ctx, link, order) : link;
}

export async function findMailBarrier(ctx: StepCtx, link: ClaimLink, order: Order): Promise<MailBarrier | null> {
  if (link.email === null) return "no_address";
  if (link.mailedAt !== null && addMs(link.mailedAt, AGAIN_MS) > ctx.now) return "just_mailed";
  if (order.totalMinor > 0) return null;
  const [buyer] = await ctx.tx.select({ verifiedAt: users.verifiedAt }).from(users).where(eq(users.id, order.buyerId));
  return buyer?.verifiedAt ? null : "not_confirmed";
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
