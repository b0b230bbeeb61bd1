import { eq, sql } from "drizzle-orm";
import { readConfig } from "#config/config.ts";
import { sandboxCheckouts, sandboxEvents, sandboxRefunds } from "#db/schema/index.ts";
import { openTestDatabase } from "#db/testing.ts";
import { createFakeClock, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { type CardOutcome, TEST_CARDS, type TestCard } from "../sandbox/cards.ts";
import { chargeCard } from "../sandbox/charge.ts";
import { deliverDueEvents } from "../sandbox/events.ts";
import { type Gateway, openGateway } from "../sandbox/gateway.ts";
import { sandboxProvider } from "../sandbox/provider.ts";
import { SIGNATURE_HEADER, signBody } from "../sandbox/signature.ts";
import { describeProvider } from "./testing.ts";
import type { World } from "./world.ts";

const HAS = [
  ...["pay", "decline", "payLater", "arrive", "countCheckouts", "getTakenMinor", "getRefundedMinor"],
  ...["listMessages", "payAndKeep"],
] as (keyof World)[];

const card = (outcome: CardOutcome) => TEST_CARDS.find((each) => each.outcome === outcome) as TestCard;

describeProvider("sandbox", HAS, async () => {
  const clock = createFakeClock(new Date("2026-01-05T10:00:00Z"));
  const database = await openTestDatabase();
  // Nobody listens there: what it has to say is read from its books.
  const config = readConfig({ PORT: "9" });
  const gateway = openGateway({ config, database, clock, secret: "a secret of this test" }) as Gateway;
  const { read } = database;
  const charge = async (reference: string, outcome: CardOutcome) => {
    const charged = await chargeCard(gateway, reference, card(outcome));
    if (!charged) throw new Error("it can no longer be charged");
  };
  return {
    provider: sandboxProvider(gateway),
    clock,
    lastsMs: 15 * MINUTE_MS,
    amounts: [
      { minor: 48_000, currency: "CHF" },
      { minor: 9_000, currency: "JPY" },
      { minor: 12_345, currency: "KWD" },
    ],
    pay: (reference) => charge(reference, "paid"),
    decline: (reference) => charge(reference, "declined"),
    payLater: (reference) => charge(reference, "slow"),
    arrive: async () => {
      clock.forward(4 * SECOND_MS);
      await deliverDueEvents(gateway);
    },
    countCheckouts: async (paymentId) =>
      (await read.select().from(sandboxCheckouts).where(eq(sandboxCheckouts.paymentId, paymentId))).length,
    getTakenMinor: async (paymentId) => {
      const rows = await read.select().from(sandboxCheckouts).where(eq(sandboxCheckouts.paymentId, paymentId));
      return rows.filter(({ state }) => state === "paid").reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    },
    getRefundedMinor: async (paymentId) => {
      const [sum] = await read
        .select({ minor: sql<number>`coalesce(sum(${sandboxRefunds.amountMinor}), 0)`.mapWith(Number) })
        .from(sandboxRefunds)
        .innerJoin(sandboxCheckouts, eq(sandboxCheckouts.id, sandboxRefunds.checkoutId))
        .where(eq(sandboxCheckouts.paymentId, paymentId));
      return sum?.minor ?? 0;
    },
    listMessages: async (_request, reference) => {
      const rows = await read.select().from(sandboxEvents).where(eq(sandboxEvents.checkoutId, reference));
      return rows.map(({ body }) => {
        const text = JSON.stringify(body);
        return {
          body: text,
          headers: new Headers({ [SIGNATURE_HEADER]: signBody(gateway.webhookSecret, text, clock()) }),
        };
      });
    },
    payAndKeep: (reference, later) => charge(reference, later === "paid" ? "paid" : "declined_later"),
    close: () => database.drop(),
  };
});
