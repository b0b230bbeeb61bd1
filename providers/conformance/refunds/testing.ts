import { describe, expect, test } from "vitest";
import { createId } from "#domain/kernel/ids.ts";
import type { RefundRequest } from "#domain/payments/provider.ts";
import { expectTrouble } from "../trouble/testing.ts";
import type { Suite } from "../world.ts";

const refundOf = (reference: string, minor: number, currency: string): RefundRequest => {
  const refundId = createId("refund");
  const reason = "The course was cancelled.";
  return { refundId, idempotencyKey: `matricula-${refundId}`, reference, amount: { minor, currency }, reason };
};

export function describeRefunds({ world, begin, needs }: Suite) {
  /** A paid checkout, and a way to ask for some of it back. */
  async function paid() {
    const { request, reference } = await begin();
    await world().pay?.(reference);
    const { minor, currency } = request.amount;
    const back = (of: number) => world().provider.refund(refundOf(reference, of, currency));
    return { reference, minor, currency, back, getBack: () => world().getRefundedMinor?.(request.paymentId) };
  }

  describe("a refund", () => {
    test("always answers with how it stands", async () => {
      const { request, reference } = await begin();
      const { minor, currency } = request.amount;
      const { state } = await world().provider.refund(refundOf(reference, minor, currency));
      expect(["submitted", "done", "failed"]).toContain(state);
    });

    needs(
      ["pay", "getRefundedMinor"],
      "gives back all of it, or parts until nothing is left and then fails",
      async () => {
        const { minor, back, getBack } = await paid();
        const half = Math.floor(minor / 2);
        expect((await back(half)).state).not.toBe("failed");
        expect((await back(minor - half)).state).not.toBe("failed");
        expect((await back(1)).state).toBe("failed");
        expect(await getBack()).toBe(minor);
      },
    );

    needs(
      ["pay", "getRefundedMinor"],
      "that is asked for again is the same, also once its key is forgotten",
      async () => {
        const { reference, minor, currency, getBack } = await paid();
        const asked = refundOf(reference, Math.floor(minor / 3), currency);
        const first = await world().provider.refund(asked);
        expect(await world().provider.refund(asked)).toEqual(first);
        world().forgetKeys?.();
        expect((await world().provider.refund(asked)).reference).toBe(first.reference);
        expect(await getBack()).toBe(asked.amount.minor);
      },
    );

    needs(["pay", "getRefundedMinor", "failNext"], "whose answer was lost is given once", async () => {
      const { reference, minor, currency, getBack } = await paid();
      const asked = refundOf(reference, minor, currency);
      for (const when of ["before", "after"] as const) {
        world().failNext?.(when);
        await world().provider.refund(asked).catch(expectTrouble);
      }
      expect((await world().provider.refund(asked)).state).not.toBe("failed");
      expect(await getBack()).toBe(minor);
    });

    needs(["pay", "getRefundedMinor"], "of what was never paid fails and moves nothing", async () => {
      const { request, reference } = await begin();
      const { minor, currency } = request.amount;
      expect((await world().provider.refund(refundOf(reference, minor, currency))).state).toBe("failed");
      expect(await world().getRefundedMinor?.(request.paymentId)).toBe(0);
    });

    needs(["pay", "refundThere"], "that somebody makes at the provider is told, with its amount", async () => {
      const { reference, minor, currency } = await paid();
      const { body, headers } = (await world().refundThere?.(reference, minor - 1)) ?? none();
      const { reversals } = await world().provider.readEvent(body, headers, world().clock());
      expect(reversals?.refunds).toMatchObject([{ refundId: null, amount: { minor: minor - 1, currency } }]);
    });

    needs(["pay", "failRefund"], "that fails after all is told as failed, under the id that we gave it", async () => {
      const { reference, minor, currency } = await paid();
      const asked = refundOf(reference, minor, currency);
      const { reference: refundReference } = await world().provider.refund(asked);
      const { body, headers } = (await world().failRefund?.(refundReference, reference)) ?? none();
      const { reversals } = await world().provider.readEvent(body, headers, world().clock());
      expect(reversals?.refunds).toMatchObject([{ refundId: asked.refundId, state: "failed" }]);
    });
  });

  describe("a dispute", () => {
    needs(
      ["pay", "dispute"],
      "is told with its money: taken when it is opened, back when it is won, gone when it is lost",
      async () => {
        const stands = {
          opened: ["open", true, false],
          won: ["won", true, true],
          lost: ["lost", true, false],
        } as const;
        for (const [outcome, [state, isWithdrawn, isReinstated]] of Object.entries(stands)) {
          const { reference, minor, currency } = await paid();
          const { body, headers } =
            (await world().dispute?.(reference, minor, outcome as keyof typeof stands)) ?? none();
          const { reversals } = await world().provider.readEvent(body, headers, world().clock());
          const amount = { minor, currency };
          expect(reversals?.disputes).toMatchObject([{ state, amount, isWithdrawn, isReinstated }]);
        }
      },
    );
  });
}

function none(): never {
  throw new Error("the world sent no message");
}
