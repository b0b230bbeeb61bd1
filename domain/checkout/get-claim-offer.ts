import { and, eq, sql } from "drizzle-orm";
import { cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import { isClaimSecret } from "../claim-links/claim-secret.ts";
import { type FoundClaimLink, findClaimLink } from "../claim-links/find-claim-link.ts";
import { isCohortOver } from "../courses/enrolment-window.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type OfferView, selectOffer, toOfferView } from "./get-checkout.ts";

/** Why a link opens nothing, or nothing for this person. */
export type ClaimBarrier = "replaced" | "used" | "withdrawn" | "ended" | "unpaid" | "over" | "enrolled";

export type ClaimOffer =
  /** Nothing is said of the place to whoever holds a link that does not work. */
  | { barrier: Exclude<ClaimBarrier, "over" | "enrolled">; offer: null }
  | { barrier: "over" | "enrolled" | null; offer: ClaimableOffer }
  /** The reader has ordered a place of their own, which waits for its payment: once that is called off they can claim this one. */
  | { barrier: "ordered"; offer: ClaimableOffer; orderCode: string }
  /** The reader has claimed it. */
  | { barrier: "yours"; offer: null; courseSlug: string };

export type ClaimableOffer = OfferView & {
  courseId: string;
  buyerName: string;
  /** For whom the buyer means it; empty where they did not say. */
  name: string;
  /** To which address its link was sent; null where its buyer hands it out. */
  email: string | null;
  /** The reader has bought it. */
  isOwn: boolean;
};

/** What a claim link offers to whoever opens it; undefined when there never was such a link. */
export async function getClaimOffer(
  ctx: ReadCtx,
  { claimLinkId, secret, schoolSecret }: { claimLinkId: string; secret: string; schoolSecret: string },
): Promise<ClaimOffer | undefined> {
  const found = await findClaimLink(ctx.read, claimLinkId);
  if (!found) return undefined;
  const me = ctx.actor.type === "user" ? ctx.actor.id : null;
  if (me !== null && (await isMine(ctx, found, me))) {
    return { barrier: "yours", offer: null, courseSlug: found.courseSlug };
  }
  const barrier = isClaimSecret(schoolSecret, found.link, secret) ? findBarrier(found) : "replaced";
  if (barrier) return { barrier, offer: null };
  const offer = await describe(ctx, found, me);
  if (found.cohort.state !== "open" || isCohortOver(found.cohort, ctx.now)) return { barrier: "over", offer };
  const own = me === null ? undefined : await findOwnPlace(ctx, found, me);
  if (own?.state === "pending" && own.orderCode !== null) {
    return { barrier: "ordered", offer, orderCode: own.orderCode };
  }
  return { barrier: own ? "enrolled" : null, offer };
}

function findBarrier({ link }: FoundClaimLink): Exclude<ClaimBarrier, "over" | "enrolled"> | null {
  if (link.state === "claimed") return "used";
  if (link.state === "unpaid") return "unpaid";
  if (link.state === "cancelled") return "ended";
  return link.withdrawnAt === null ? null : "withdrawn";
}

async function isMine({ read }: ReadCtx, { link }: FoundClaimLink, studentId: string): Promise<boolean> {
  if (link.state !== "claimed" || link.enrolmentId === null) return false;
  const own = and(eq(enrolments.id, link.enrolmentId), eq(enrolments.studentId, studentId));
  return (await read.select({ id: enrolments.id }).from(enrolments).where(own)).length > 0;
}

async function findOwnPlace({ read }: ReadCtx, { cohort }: FoundClaimLink, studentId: string) {
  const isLive = sql`${enrolments.state} not in ('cancelled', 'revoked')`;
  const own = and(eq(enrolments.cohortId, cohort.id), eq(enrolments.studentId, studentId), isLive);
  const [place] = await read
    .select({ state: enrolments.state, orderCode: orders.code })
    .from(enrolments)
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(own);
  return place;
}

async function describe(ctx: ReadCtx, { link, order, cohort }: FoundClaimLink, me: string | null) {
  const [row] = await ctx.read
    .select({ ...selectOffer(ctx.language), courseId: courses.id, buyerName: users.name })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(users, eq(users.id, order.buyerId))
    .where(eq(cohorts.id, cohort.id));
  if (!row) throw new Error("a claim link has no cohort");
  return { ...toOfferView(row), name: link.name, email: link.email, isOwn: order.buyerId === me };
}
