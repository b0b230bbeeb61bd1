import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addMs, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { Money } from "#domain/kernel/money.ts";
import { type CheckoutRequest, isProviderRefusal, isProviderTrouble } from "#domain/payments/provider.ts";
import { describeCards } from "./cards/testing.ts";
import { describeMessages } from "./messages/testing.ts";
import { describeRefunds } from "./refunds/testing.ts";
import { expectTrouble } from "./trouble/testing.ts";
import type { Suite, World } from "./world.ts";

const START = new Date("2026-01-05T10:00:00Z");

/**
 * The suite that every payment provider passes: what the school relies on, whoever takes the money. `open` gives the provider with a world
 * around it; `has` says what that world can move, so that what it cannot is shown as skipped.
 */
export function describeProvider(
  name: string,
  has: readonly (keyof World)[],
  open: () => Promise<World & { close(): Promise<void> }>,
) {
  describe(`the payment provider ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    beforeEach(() => opened.clock.set(START));
    afterAll(() => opened.close());
    const suite: Suite = {
      world: () => opened,
      async begin(change = {}) {
        const request = createRequest(opened, change);
        const { reference } = await opened.provider.start(request);
        return { request, reference };
      },
      needs(what, title, run) {
        test.skipIf(what.some((each) => !has.includes(each)))(title, run);
      },
    };
    test("can move what it says it can", () => {
      expect(has.filter((each) => opened[each] === undefined)).toEqual([]);
    });
    describeCheckouts(suite);
    describePaying(suite);
    describeRefunds(suite);
    describeMessages(suite);
    describeCards(suite);
  });
}

/** A request as the school makes it, of the world's first amount. */
function createRequest({ clock, lastsMs, amounts }: World, change: Partial<CheckoutRequest>): CheckoutRequest {
  const paymentId = createId("payment");
  return {
    paymentId,
    idempotencyKey: `matricula-${paymentId}`,
    orderCode: "M7K2QAB",
    amount: amounts[0] as Money,
    description: "Bookbinding for beginners",
    buyerEmail: "mara@example.org",
    expiresAt: addMs(clock(), lastsMs),
    returnUrl: "https://school.example/checkout/M7K2QAB/return",
    cancelUrl: "https://school.example/checkout/M7K2QAB",
    ...change,
  };
}

function describeCheckouts({ world, begin, needs }: Suite) {
  describe("a checkout", () => {
    test("begins as pending, for exactly the amount, about our payment, in the mode of its key", async () => {
      for (const amount of world().amounts) {
        const { request, reference } = await begin({ amount });
        const status = await world().provider.look(reference);
        expect(status).toMatchObject({ state: "pending", amount, paymentId: request.paymentId });
        expect(typeof status.live).toBe("boolean");
      }
    });

    test("that is asked for again under its key is the same", async () => {
      const { request, reference } = await begin();
      expect((await world().provider.start(request)).reference).toBe(reference);
    });

    needs(["countCheckouts"], "is one, however often the answer to the first call was lost", async () => {
      const request = createRequest(world(), {});
      for (const when of ["before", "after"] as const) {
        world().failNext?.(when);
        await world().provider.start(request).catch(expectTrouble);
      }
      await world().provider.start(request);
      expect(await world().countCheckouts?.(request.paymentId)).toBe(1);
    });

    test("is not made for an amount that it says it can never charge, and that is no passing trouble", async () => {
      const { provider } = world();
      for (const amount of [
        { minor: 1, currency: "XXX" },
        { minor: 1, currency: "CHF" },
      ]) {
        if (!provider.whyNotCharge?.(amount)) continue;
        await expect(provider.start(createRequest(world(), { amount }))).rejects.toSatisfy(isProviderRefusal);
      }
    });

    test("that nobody made is trouble to look at", async () => {
      await expect(world().provider.look("nobody-made-this")).rejects.toSatisfy(isProviderTrouble);
    });

    needs(["pay", "getTakenMinor"], "whose time is up ends by itself, and takes no money any more", async () => {
      const { request, reference } = await begin();
      world().clock.set(addMs(request.expiresAt, MINUTE_MS));
      await world()
        .pay?.(reference)
        .catch(() => undefined);
      expect((await world().provider.look(reference)).state).toBe("expired");
      expect(await world().getTakenMinor?.(request.paymentId)).toBe(0);
    });

    needs(
      ["pay", "getTakenMinor"],
      "that the school ends takes no money any more; ending it again is fine",
      async () => {
        const { request, reference } = await begin();
        await world().provider.cancel(reference);
        await world().provider.cancel(reference);
        await world()
          .pay?.(reference)
          .catch(() => undefined);
        expect(["cancelled", "expired"]).toContain((await world().provider.look(reference)).state);
        expect(await world().getTakenMinor?.(request.paymentId)).toBe(0);
      },
    );
  });
}

function describePaying({ world, begin, needs }: Suite) {
  describe("paying", () => {
    needs(["pay", "getTakenMinor"], "settles it for the amount, once, whoever looks and however often", async () => {
      for (const amount of world().amounts) {
        const { request, reference } = await begin({ amount });
        await world().pay?.(reference);
        await world()
          .pay?.(reference)
          .catch(() => undefined);
        for (let look = 0; look < 2; look += 1) {
          const status = await world().provider.look(reference);
          expect(status).toMatchObject({ state: "settled", amount, paymentId: request.paymentId });
        }
        expect(await world().getTakenMinor?.(request.paymentId)).toBe(amount.minor);
      }
    });

    needs(["pay"], "stays paid when the school ends it too late", async () => {
      const { reference } = await begin();
      await world().pay?.(reference);
      await world().provider.cancel(reference);
      world().clock.set(addMs(world().clock(), HOUR_MS));
      expect((await world().provider.look(reference)).state).toBe("settled");
    });

    needs(["decline", "getTakenMinor"], "that is declined takes nothing and is not called settled", async () => {
      const { request, reference } = await begin();
      await world().decline?.(reference);
      expect((await world().provider.look(reference)).state).not.toBe("settled");
      expect(await world().getTakenMinor?.(request.paymentId)).toBe(0);
    });

    needs(["payLater", "arrive"], "by a slow method is under way until the money comes", async () => {
      const { reference } = await begin();
      await world().payLater?.(reference);
      expect(await world().provider.look(reference)).toMatchObject({ state: "pending", isSettling: true });
      await world().arrive?.(reference);
      expect((await world().provider.look(reference)).state).toBe("settled");
    });

    needs(["payLater", "bounce"], "by a slow method whose money does not come has failed, and says why", async () => {
      const { reference } = await begin();
      await world().payLater?.(reference);
      await world().bounce?.(reference);
      expect(await world().provider.look(reference)).toMatchObject({ state: "failed", failure: expect.any(String) });
    });

    needs(["pay"], "moves the balance by the amount less a fee, under a name of the payment", async () => {
      const { provider, clock } = world();
      if (!provider.listBalanceTransactions) return;
      const since = clock();
      const { request, reference } = await begin();
      await world().pay?.(reference);
      const { aliases = [] } = await provider.look(reference);
      const names = [reference, ...aliases];
      const list = async () =>
        ((await provider.listBalanceTransactions?.(since)) ?? []).filter(
          ({ kind, source, names: others }) =>
            kind === "charge" && [source, ...others].some((name) => name !== null && names.includes(name)),
        );
      const [moved, ...more] = await list();
      expect(more).toEqual([]);
      expect(moved).toMatchObject({ gross: request.amount });
      expect(moved && moved.gross.minor - moved.feeMinor).toBe(moved?.netMinor);
      expect((await list())[0]?.reference).toBe(moved?.reference);
    });
  });
}
