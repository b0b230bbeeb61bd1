import { eq } from "drizzle-orm";
import { applications, certificates, creditOffers, orders, savedCards } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { TestSchool } from "./school.ts";

type Place = { studentId: string; courseId: string; cohortId: string; enrolmentId: string; appliedTo: string };

/** A certificate of somebody's place, their application for one in another cohort, credit that they are offered, and a card of theirs. */
export async function addPapers(
  school: TestSchool,
  { appliedTo, ...place }: Place,
): Promise<{ applicationId: string; certificateId: string; offerId: string; cardId: string }> {
  const [applicationId, certificateId, at] = [createId("application"), createId("certificate"), school.clock()];
  const applied = { id: applicationId, cohortId: appliedTo, studentId: place.studentId, appliedAt: at };
  const [offerId, cardId] = [createId("creditOffer"), createId("savedCard")];
  await school.database.write(async (tx) => {
    const [order] = await tx.select({ id: orders.id }).from(orders).where(eq(orders.buyerId, place.studentId)).limit(1);
    const offer = { id: offerId, orderId: order?.id ?? "", amountMinor: 1, currency: "CHF", reason: "" };
    await tx.insert(creditOffers).values({ ...offer, state: "offered", createdAt: at });
    await tx.insert(savedCards).values({
      ...{ id: cardId, userId: place.studentId, orderId: order?.id ?? "", provider: "sandbox", brand: "visa" },
      ...{ customerReference: "c", methodReference: "m", last4: "4242", expMonth: 1, expYear: 2030 },
      ...{ agreedAt: at, createdAt: at },
    });
    await tx.insert(applications).values({ ...applied, state: "applied" });
    await tx.insert(certificates).values({
      ...{ ...place, id: certificateId, year: 2026, serial: 1, version: 1, code: "C", state: "issued", name: "A" },
      ...{ courseTitle: "T", language: "en", completedOn: "2026-01-08", issuedOn: "2026-01-08", issuedAt: at },
    });
  });
  return { applicationId, certificateId, offerId, cardId };
}
