import { and, eq, isNull } from "drizzle-orm";
import { claimLinks, enrolments, users } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import { grantAccess } from "../access/grant-access.ts";
import { audit } from "../audit.ts";
import { type FoundClaimLink, findClaimLink } from "../claim-links/find-claim-link.ts";
import { isClaimSecret } from "../claim-links/claim-secret.ts";
import { claimLinkMachine } from "../claim-links/machine.ts";
import { assertOfferOpen } from "../courses/enrolment-window.ts";
import { assertNotEnrolled } from "../enrolments/assert-not-enrolled.ts";
import { insertEnrolment } from "../enrolments/insert-enrolment.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState, tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import type { GivenAnswer } from "../questions/inputs.ts";
import { loadQuestions, requireAnswers } from "../questions/load-questions.ts";
import { assertRulesMet } from "../rules/assert-rules-met.ts";
import { storeAnswers } from "../questions/store-answers.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import { endWaitingForSeat } from "../waiting/end-waiting-for-seat.ts";

export type ClaimInput = {
  claimLinkId: string;
  /** What the link ends with. */
  secret: string;
  schoolSecret: string;
  /** What its student says to what the cohort asks. */
  answers?: readonly GivenAnswer[] | undefined;
};

export type Claimed = { enrolment: typeof enrolments.$inferSelect; courseSlug: string };

/**
 * Whoever has signed in and holds a claim link takes the place that was bought: it is theirs at once, with access and the mail that
 * everybody gets who enrols. A link works once: of two who press at the same time one has the place. Pressing twice gives the same place.
 * Refuses a link that was replaced, withdrawn or used, a cohort that is over, who is in it already, answers that are missing,
 * and whoever does not meet the rules of the cohort: then whoever bought it gives it to somebody else.
 */
export async function claimEnrolment(ctx: WriteCtx, input: ClaimInput): Promise<Claimed> {
  authorize(ctx, "claim_link.use", {});
  const studentId = getActorId(ctx.actor);
  const found = await findClaimLink(ctx.tx, input.claimLinkId);
  if (!found || studentId === null) throw new Refusal("not_found");
  const again = await findOwnClaim(ctx, found, studentId);
  if (again) return { enrolment: again, courseSlug: found.courseSlug };
  if (!isClaimSecret(input.schoolSecret, found.link, input.secret)) throw refuse("refusals.claim_link_replaced");
  assertClaimable(found);
  assertOfferOpen(found.cohort, ctx.now);
  const enrolment = await claimPlace(ctx, found, studentId, input.answers ?? []);
  const after = { order: found.order.code, cohort: found.cohort.id, enrolment: enrolment.id };
  await audit(ctx, "claim_link.use", { type: "claim_link", id: found.link.id }, { after });
  return { enrolment, courseSlug: found.courseSlug };
}

const refuse = (key: Message["key"]) => new Refusal("wrong_state", { words: { key } satisfies Message });

/** The place that the same student has claimed by this link before. */
async function findOwnClaim(ctx: StepCtx, { link }: FoundClaimLink, studentId: string) {
  if (link.state !== "claimed" || link.enrolmentId === null) return undefined;
  const own = and(eq(enrolments.id, link.enrolmentId), eq(enrolments.studentId, studentId));
  const [enrolment] = await ctx.tx.select().from(enrolments).where(own);
  return enrolment;
}

function assertClaimable({ link }: FoundClaimLink): void {
  if (link.state === "claimed") throw refuse("refusals.claim_link_used");
  if (link.state === "unpaid") throw refuse("refusals.claim_link_unpaid");
  if (link.state === "cancelled") throw refuse("refusals.claim_link_ended");
  if (link.withdrawnAt !== null) throw refuse("refusals.claim_link_withdrawn");
}

async function claimPlace(
  ctx: VerbPartCtx,
  { link, cohort, order }: FoundClaimLink,
  studentId: string,
  given: readonly GivenAnswer[],
): Promise<typeof enrolments.$inferSelect> {
  const [student] = await ctx.tx.select().from(users).where(eq(users.id, studentId));
  if (!student || student.disabledAt) throw new Refusal("not_found");
  const place = { cohortId: cohort.id, studentId };
  await assertNotEnrolled(ctx, place);
  const questions = await loadQuestions(ctx.tx, { courseId: cohort.courseId, cohortId: cohort.id });
  const answers = requireAnswers(questions, given);
  // The buyer could not know whether everybody meets what the cohort asks of whom.
  await assertRulesMet(ctx, place, { given: answers, questions });
  const waited = await endWaitingForSeat(ctx, place);
  const begins = { ...place, courseId: cohort.courseId, orderLineId: null, state: "active" as const };
  const enrolment = await insertEnrolment(ctx, begins);
  // The one step that decides between two who press at once. A link that was replaced meanwhile is another one.
  const claimed = await tryTransition(ctx, claimLinkMachine, link.id, "claimed", {
    from: ["open"],
    set: { enrolmentId: enrolment.id, claimedAt: ctx.now },
    where: and(eq(claimLinks.version, link.version), isNull(claimLinks.withdrawnAt)),
  });
  if (!claimed) throw refuse("refusals.claim_link_used");
  await recordState(ctx, { type: "enrolment", id: enrolment.id }, null, "active", `claimed from order ${order.code}`);
  await storeAnswers(ctx, enrolment.id, answers);
  await grantAccess(ctx, enrolment, cohort);
  await enqueueMail(ctx, {
    kind: "enrolment_confirmed",
    to: student.email,
    payload: { enrolmentId: enrolment.id },
    dedupeKey: enrolment.id,
  });
  // The seat that they were offered from the waiting list is free: theirs came with the link.
  if (waited.hadSeat) await offerSeats(ctx, cohort.id);
  return enrolment;
}
