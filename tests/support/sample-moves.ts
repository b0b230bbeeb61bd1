import type { EnrolmentFacts } from "#domain/mail/order-facts.ts";
import type { MovedFacts } from "#domain/mail/templates/enrolment-moved.ts";
import type { Money } from "#domain/kernel/money.ts";

type Place = Omit<EnrolmentFacts, "order" | "hasMeetings">;
type Paid = NonNullable<EnrolmentFacts["order"]>;

/** What a letter of a move is written from: to a cheaper date, to a dearer one, and on a plan that goes on, or is paid by it. */
export function sampleMoves(of: { place: Place; paid: Paid; money: Money; half: Money }): MovedFacts[] {
  const { place, paid, money, half } = of;
  const free = { ...place, leaving: null, hasMeetings: true, order: null };
  const startsAt = place.startsAt && new Date(place.startsAt.getTime() - 86_400_000);
  const before = { ...place, cohortName: place.place, startsAt, place: "1" };
  const nothing = { difference: null, returned: null, takenOff: null };
  const onPlan = (toCome: { amount: Money; dueOn: string }[]) => ({
    ...{ ...place, leaving: null, hasMeetings: false, order: { ...paid, plan: { paid: money, tax: half, toCome } } },
  });
  return [
    { ...nothing, place: free, before: null, returned: money },
    { ...nothing, place: { ...place, hasMeetings: false, order: paid }, before, difference: paid },
    { ...nothing, place: onPlan([{ amount: half, dueOn: "2026-03-05" }]), before, takenOff: half },
    { ...nothing, place: onPlan([]), before, takenOff: half, returned: half },
  ];
}
