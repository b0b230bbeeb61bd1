import { sendWaitingRefunds } from "#services/payments/refund.ts";
import { HOUR_MS } from "#domain/kernel/clock.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { startSchool } from "#tests/support/started-school.ts";
import { startCrowd } from "#tests/support/crowd.ts";
import { createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { type Fault, toOutcome } from "../fault.ts";

type Kind = "error" | "hang" | "lost";

/** As often as the provider's client asks again by itself before it gives up. */
const ATTEMPTS = 3;
const PRICE_MINOR = 48_000;

const WORDS: Record<Kind, string> = {
  error: "answers 500",
  hang: "does it and never answers",
  lost: "does it and breaks before it answers",
};

/** One person pays and gets their money back while the provider fails in one way at each step. Gives what is not as it must be. */
async function payThrough(school: PayingSchool, kind: Kind): Promise<string[]> {
  const { stripe } = school;
  const fail = () => stripe.failNext(...Array.from({ length: ATTEMPTS }, () => kind));
  const buyer = await school.buyer("stripe", PRICE_MINOR);
  stripe.pay(buyer.reference);
  fail();
  await school.comeBack(buyer).catch(() => undefined);
  const unsure = await school.standing(buyer);
  await school.comeBack(buyer);
  const sure = await school.standing(buyer);
  const refundsBefore = stripe.refunds().length;
  fail();
  await school.refund(buyer, PRICE_MINOR).catch(() => undefined);
  school.clock.set(new Date(school.clock().getTime() + HOUR_MS));
  await sendWaitingRefunds();
  const made = stripe.refunds().length - refundsBefore;
  const back = (await school.back(buyer)).join();
  return [
    ...(unsure.payment === "settled" ? ["a payment was guessed"] : []),
    ...(sure.payment === "settled" && sure.journals === 1 && sure.enrolment === "active"
      ? []
      : [`after charging it stood at ${JSON.stringify(sure)}`]),
    ...(made === 1 ? [] : [`${made} refunds were made of one`]),
    ...(back === `done ${PRICE_MINOR}` ? [] : [`the refund stood at ${back}`]),
  ].map((each) => `when it ${WORDS[kind]}: ${each}`);
}

export const provider: Fault = {
  name: "provider",
  tried: "the payment provider answers 500, does not answer, or breaks after charging and after refunding",
  expected: "nothing is guessed, everything is booked once when the provider is back, and the school goes on",
  run: async ({ quick }) => {
    const school = await openPayingSchool({});
    school.clock.set(new Date());
    const { id: cohortId } = await school.cohort({ capacity: 10_000 }, { slug: "faults", title: "Faults" });
    const students = await createSignedInStudents(school, 300);
    const served = await startSchool(school.database.url, { processes: 2 });
    try {
      const crowd = startCrowd({ ports: [served.port], cohortId, slug: "faults", students });
      const wrong: string[] = [];
      // One that never answers is waited for three times five seconds, twice.
      const kinds: Kind[] = quick ? ["error", "lost"] : ["error", "lost", "hang"];
      for (const kind of kinds) wrong.push(...(await payThrough(school, kind)));
      const seen = await crowd.stop();
      const broken = await findViolations(school.database);
      return toOutcome([
        [
          `${kinds.length} payments of ${PRICE_MINOR} charged and given back once each ${wrong.join("; ")}`,
          wrong.length === 0,
        ],
        [
          `${seen.inside.length} were let in meanwhile, ${seen.wrong.length} wrong ${seen.wrong[0] ?? ""}`,
          seen.wrong.length === 0,
        ],
        [broken.length === 0 ? "ledger, seats and chains hold" : broken.slice(0, 3).join(", "), broken.length === 0],
      ]);
    } finally {
      await served.stop();
      await school.close();
    }
  },
};
