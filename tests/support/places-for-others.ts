import { eq } from "drizzle-orm";
import { cohorts, outbox } from "#db/schema/index.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { claimEnrolment } from "#domain/checkout/claim-enrolment.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { createClaimSecret } from "#domain/claim-links/claim-secret.ts";
import { type ClaimLink, findClaimLink } from "#domain/claim-links/find-claim-link.ts";
import type { ClaimNames } from "#domain/claim-links/parse-claim-names.ts";
import type { TestSchool } from "./school.ts";

export const SCHOOL_SECRET = "a secret of this test";

type Person = Awaited<ReturnType<TestSchool["person"]>>;

const nobody: ClaimNames = { name: "", email: null };
export const some = (count: number): ClaimNames[] => Array.from({ length: count }, () => nobody);

export const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error("there is none");
  return one;
};

/** How a family buys places in a school of a test, and how their people claim them. */
export function placesIn(school: () => TestSchool) {
  const buy = (buyer: Person, cohortId: string, places: ClaimNames[]) =>
    school().as(buyer)((ctx) => enrolOthers(ctx, { cohortId, buyerId: buyer.id, places, provider: "first" }));

  const settle = ({ id, amountMinor, currency }: { id: string; amountMinor: number; currency: string }) =>
    school().asSystem((ctx) =>
      applyPaymentUpdate(ctx, {
        provider: "sandbox",
        paymentId: id,
        view: { state: "settled", amount: { minor: amountMinor, currency }, live: false, paymentId: id },
      }),
    );

  async function linkOf(id: string): Promise<ClaimLink> {
    const found = await findClaimLink(school().database.read, id);
    if (!found) throw new Error("no such link");
    return found.link;
  }

  /** Buys and pays, where it costs something. */
  async function buyPaid(cohortId: string, places: ClaimNames[]) {
    const buyer = await school().person("student");
    const bought = await buy(buyer, cohortId, places);
    if (bought.payment) await settle(bought.payment);
    const links = await Promise.all(bought.links.map(({ id }) => linkOf(id)));
    return { ...bought, buyer, links };
  }

  const claim = (person: Person, link: ClaimLink) =>
    school().as(person)((ctx) =>
      claimEnrolment(ctx, {
        claimLinkId: link.id,
        secret: createClaimSecret(SCHOOL_SECRET, link),
        schoolSecret: SCHOOL_SECRET,
      }),
    );

  async function seats(cohortId: string) {
    const [row] = await school().database.read.select().from(cohorts).where(eq(cohorts.id, cohortId));
    return [row?.held, row?.taken];
  }

  const mailsTo = (email: string) => school().database.read.select().from(outbox).where(eq(outbox.recipient, email));

  return { buy, buyPaid, settle, linkOf, claim, seats, mailsTo };
}
