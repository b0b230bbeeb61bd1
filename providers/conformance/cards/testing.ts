import { describe, expect } from "vitest";
import { createId } from "#domain/kernel/ids.ts";
import { type CardChargeRequest, isProviderTrouble } from "#domain/payments/provider.ts";
import { expectTrouble } from "../trouble/testing.ts";
import type { Suite } from "../world.ts";

export function describeCards({ world, begin, needs }: Suite) {
  /** A card that was kept with a first payment, and a request to charge it. */
  async function kept(later: "paid" | "declined") {
    const { request, reference } = await begin({ keepsCard: true });
    await world().payAndKeep?.(reference, later);
    const { card } = await world().provider.look(reference);
    if (!card) throw new Error("no card was kept");
    const paymentId = createId("payment");
    const { orderCode, description, amount } = request;
    const charge: CardChargeRequest = {
      ...{ paymentId, idempotencyKey: `matricula-${paymentId}`, orderCode, description, amount, card },
    };
    const { cards } = world().provider;
    if (!cards) throw new Error("it keeps no cards");
    return { card, charge, cards, getTaken: () => world().getTakenMinor?.(paymentId) };
  }

  describe("a kept card", () => {
    needs(["payAndKeep"], "is told by what its holder knows it, and only where it was asked for", async () => {
      const { card } = await kept("paid");
      expect(card.last4).toMatch(/^\d{4}$/);
      expect(card.expMonth).toBeGreaterThanOrEqual(1);
      expect(card.expMonth).toBeLessThanOrEqual(12);
      const { reference } = await begin();
      await world().pay?.(reference);
      expect((await world().provider.look(reference)).card).toBeUndefined();
    });

    needs(
      ["payAndKeep", "getTakenMinor"],
      "is charged once for one request, and what was charged is found, refunded and looked at",
      async () => {
        const { charge, cards, getTaken } = await kept("paid");
        expect(await cards.find(charge)).toBeNull();
        const made = await cards.charge(charge);
        expect(made.status).toMatchObject({ state: "settled", amount: charge.amount, paymentId: charge.paymentId });
        world().forgetKeys?.();
        expect((await cards.charge(charge)).reference).toBe(made.reference);
        expect((await cards.find(charge))?.reference).toBe(made.reference);
        expect((await world().provider.look(made.reference)).state).toBe("settled");
        expect(await getTaken()).toBe(charge.amount.minor);
        const refundId = createId("refund");
        const back = {
          refundId,
          idempotencyKey: refundId,
          reference: made.reference,
          amount: charge.amount,
          reason: "R",
        };
        expect((await world().provider.refund(back)).state).not.toBe("failed");
      },
    );

    needs(["payAndKeep", "getTakenMinor", "failNext"], "whose answer was lost is charged once", async () => {
      const { charge, cards, getTaken } = await kept("paid");
      for (const when of ["before", "after", "after"] as const) {
        world().failNext?.(when);
        await cards.charge(charge).catch(expectTrouble);
      }
      expect((await cards.charge(charge)).status.state).toBe("settled");
      expect(await getTaken()).toBe(charge.amount.minor);
    });

    needs(
      ["payAndKeep", "getTakenMinor"],
      "that is declined is an answer and no trouble, and takes nothing",
      async () => {
        const { charge, cards, getTaken } = await kept("declined");
        const { status } = await cards.charge(charge);
        expect(status).toMatchObject({ state: "failed", failure: expect.any(String) });
        expect(await getTaken()).toBe(0);
      },
    );

    needs(
      ["payAndKeep", "getTakenMinor"],
      "that was forgotten is charged no more; forgetting it again is fine",
      async () => {
        const { charge, cards, card, getTaken } = await kept("paid");
        await cards.forget(card);
        await cards.forget(card);
        const answer = await cards.charge(charge).catch((error: unknown) => error);
        const isNo = isProviderTrouble(answer) || (answer as { status?: { state: string } }).status?.state === "failed";
        expect(isNo).toBe(true);
        expect(await getTaken()).toBe(0);
      },
    );
  });
}
