import { and, eq } from "drizzle-orm";
import { cohorts, orders, payments } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { openCheckoutOf } from "#services/payments/begin-payment.ts";
import { requestAndSendRefund } from "#services/payments/refund.ts";
import { syncPaymentById } from "#services/payments/sync-payment.ts";
import { write } from "#runtime";
import { asPerson } from "./act.ts";
import { findViolations } from "./invariants.ts";
import { JOBS } from "./jobs.ts";
import { openSimulatedSchool, type SimulatedSchool } from "./open-school.ts";
import { deliver } from "./outside.ts";
import { compareBooks, drain } from "./reconcile.ts";
import { createStateWatch } from "./state-watch.ts";

/** Each with what must have happened before it: nobody pays before they have a page, or comes back before they have paid. */
const EVENTS: Record<Event, readonly Event[]> = {
  "Ann enrols": [],
  "Ann pays": ["Ann enrols"],
  "Ann comes back": ["Ann pays"],
  "Ann's message comes": ["Ann pays"],
  "Ben enrols": [],
  "Ben pays": ["Ben enrols"],
  "Ben comes back": ["Ben pays"],
  "Ben's message comes": ["Ben pays"],
  "the time is up": [],
  "Ann's money goes back": [],
};
export type Event =
  | `${"Ann" | "Ben"} ${"enrols" | "pays" | "comes back"}`
  | `${"Ann" | "Ben"}'s message comes`
  | "the time is up"
  | "Ann's money goes back";

/** Two buyers, one seat, the return page, the webhook, the job that ends orders, and a refund. */
export const ALL_EVENTS = Object.keys(EVENTS) as Event[];
/** The same without messages and Ben's way back: what they bring comes in the end anyway. */
export const FEW_EVENTS = ALL_EVENTS.filter((event) => event !== "Ben comes back" && !event.endsWith("message comes"));
/** One who pays, one who wants the same seat, the time, and a refund. */
export const FEWEST_EVENTS: Event[] = [
  "Ann enrols",
  "Ann pays",
  "Ben enrols",
  "the time is up",
  "Ann's money goes back",
];

/** Every order in which they can happen. */
export function* listOrders(events: readonly Event[], done: readonly Event[] = []): Generator<readonly Event[]> {
  if (done.length === events.length) yield done;
  for (const event of events)
    if (!done.includes(event) && EVENTS[event].every((before) => done.includes(before) || !events.includes(before)))
      yield* listOrders(events, [...done, event]);
}

/** So many orders share a school, each with people and a cohort of its own: what is looked at after each event stays small. */
const PER_SCHOOL = 12;

/** Plays orders of events and gives those after which something was not as it must be. */
export async function playOrders(all: Iterable<readonly Event[]>): Promise<{ played: number; faults: string[] }> {
  const faults: string[] = [];
  let played = 0;
  let school: SimulatedSchool | undefined;
  let stage: Stage | undefined;
  for (const order of all) {
    if (played % PER_SCHOOL === 0) {
      await school?.close();
      school = await openSimulatedSchool();
      stage = await prepare(school);
    }
    played += 1;
    const fault = await playOrder(school as SimulatedSchool, stage as Stage, order);
    if (fault) faults.push(`${order.join(", ")}: ${fault}`);
  }
  await school?.close();
  return { played, faults };
}

/** So many are played side by side in one school: they share the checks, what jobs do, and the end. */
const PER_BATCH = 24;

/**
 * Plays the same orders many at a time, each with a cohort of its own: the first event of each, then the second of each, and so on. Looks after each
 * round and not after each commit, which makes it some ten times as quick. The time is up for all at once, so those of a batch have it at the same
 * place. Of a batch with a fault each order is played again alone.
 */
export async function playOrdersTogether(
  all: Iterable<readonly Event[]>,
): Promise<{ played: number; faults: string[] }> {
  const faults: string[] = [];
  let played = 0;
  const batches = new Map<number, (readonly Event[])[]>();
  async function play(batch: readonly (readonly Event[])[]) {
    played += batch.length;
    const fault = await playBatch(batch);
    if (fault === undefined) return;
    const alone = await playOrders(batch);
    faults.push(...(alone.faults.length > 0 ? alone.faults : [`${batch.length} orders together: ${fault}`]));
  }
  for (const order of all) {
    const at = order.indexOf("the time is up");
    const batch = batches.get(at) ?? [];
    batches.set(at, batch);
    batch.push(order);
    if (batch.length === PER_BATCH) await play(batch.splice(0));
  }
  for (const batch of batches.values()) if (batch.length > 0) await play(batch);
  return { played, faults };
}

async function playBatch(batch: readonly (readonly Event[])[]): Promise<string | undefined> {
  const school = await openSimulatedSchool();
  const stage = createStage(school);
  try {
    const actors: ReturnType<typeof createActors>[] = [];
    for (const _ of batch) actors.push(createActors(school, await addCohort(school)));
    for (let round = 0; round < (batch[0]?.length ?? 0); round++) {
      for (const [n, order] of batch.entries()) {
        const event = order[round] as Event;
        if (event === "the time is up" && n > 0) continue;
        await actors[n]?.[event]().catch((error: unknown) => {
          if (!isRefusal(error)) stage.broken ??= `${event}: ${String(error)}`;
        });
      }
      stage.broken ??= await stage.look();
      if (stage.broken) return stage.broken;
    }
    await drain(school, 1);
    return (await stage.look()) ?? (await compareBooks(school))[0];
  } finally {
    await school.close();
  }
}

type Stage = { look: () => Promise<string | undefined>; broken: string | undefined };

async function prepare(school: SimulatedSchool): Promise<Stage> {
  const stage = createStage(school);
  school.watcher.look = async () => {
    stage.broken ??= await stage.look();
  };
  return stage;
}

function createStage(school: SimulatedSchool): Stage {
  const watch = createStateWatch(school.read);
  return {
    broken: undefined,
    async look() {
      const [found] = [...(await findViolations(school.read)), ...(await watch())];
      return found && `${found.rule}: ${found.object} ${found.detail}`;
    },
  };
}

async function playOrder(school: SimulatedSchool, stage: Stage, order: readonly Event[]): Promise<string | undefined> {
  const cohortId = await addCohort(school);
  const act = createActors(school, cohortId);
  for (const event of order) {
    await act[event]().catch((error: unknown) => {
      if (!isRefusal(error)) stage.broken ??= String(error);
    });
    if (stage.broken) return takeFault(stage, event);
  }
  await drain(school, 1);
  stage.broken ??= (await compareBooks(school))[0];
  return stage.broken && takeFault(stage, "in the end");
}

function takeFault(stage: Stage, when: string): string {
  const { broken } = stage;
  stage.broken = undefined;
  return `${when}: ${broken}`;
}

/** The last of its seats: one like the first cohort of the school. */
async function addCohort({ database, read, clock }: SimulatedSchool): Promise<string> {
  const [like] = await read.select().from(cohorts).where(eq(cohorts.priceMinor, 12_000));
  if (!like) throw new Error("there is no cohort");
  const id = createId("cohort");
  const dates = { startsAt: addMs(clock(), 90 * 1_440 * MINUTE_MS), endsAt: addMs(clock(), 200 * 1_440 * MINUTE_MS) };
  await database.write((tx) =>
    tx.insert(cohorts).values({ ...like, ...dates, id, capacity: 1, held: 0, taken: 0, createdAt: clock() }),
  );
  return id;
}

function createActors(school: SimulatedSchool, cohortId: string): Record<Event, () => Promise<unknown>> {
  const { people, clock } = school;
  const ann = createBuyer(school, cohortId, 0);
  const ben = createBuyer(school, cohortId, 1);
  return {
    "Ann enrols": ann.enrol,
    "Ann pays": ann.pay,
    "Ann comes back": ann.comeBack,
    "Ann's message comes": ann.receive,
    "Ben enrols": ben.enrol,
    "Ben pays": ben.pay,
    "Ben comes back": ben.comeBack,
    "Ben's message comes": ben.receive,
    async "the time is up"() {
      clock.set(addMs(clock(), 40 * MINUTE_MS));
      await JOBS["expire-orders"]?.();
      await JOBS["close-payments"]?.();
    },
    async "Ann's money goes back"() {
      const paid = await ann.find();
      if (!paid) return;
      const input = { paymentId: paid.id, amountMinor: paid.amountMinor, reason: "she asked for it" };
      await requestAndSendRefund(asPerson(people.owner), input);
    },
  };
}

/** One who pays by a card. Who was refused a seat does nothing more. */
function createBuyer({ people, read, cards }: SimulatedSchool, cohortId: string, n: 0 | 1) {
  const card = n === 0 ? cards.sandbox : cards.stripe;
  const student = people.students[n] as (typeof people.students)[number];
  const as = asPerson(student);
  let paymentId = "";
  const find = async () =>
    (
      await read
        .select({ id: payments.id, amountMinor: payments.amountMinor, reference: payments.reference })
        .from(payments)
        .innerJoin(orders, eq(orders.id, payments.orderId))
        .where(and(eq(payments.id, paymentId), eq(orders.buyerId, student.id)))
    )[0];
  return {
    find,
    async enrol() {
      const input = { cohortId, studentId: student.id, provider: card.name };
      const { payment } = await write(as, (ctx) => enrolStudent(ctx, input));
      paymentId = payment?.id ?? "";
      await openCheckoutOf(as, paymentId, async () => {});
    },
    async pay() {
      const reference = (await find())?.reference;
      const session = card.sessions.find((each) => each.reference === reference);
      if (session?.state !== "open" || card.isOver(session)) return;
      session.state = "paid";
      session.charges += 1;
      card.tell(session, "checkout.completed");
    },
    comeBack: () => syncPaymentById(paymentId),
    async receive() {
      const reference = (await find())?.reference;
      for (const message of card.messages.filter(({ session }) => session === reference)) await deliver(card, message);
    },
  };
}
