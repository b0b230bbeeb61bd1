import { describe, expect, test } from "vitest";
import { addMs, HOUR_MS } from "#domain/kernel/clock.ts";
import { isBadSignature } from "#domain/payments/provider.ts";
import type { Suite } from "../world.ts";

export function describeMessages({ world, begin, needs }: Suite) {
  const read = (body: string, headers: Headers, now = world().clock()) =>
    world().provider.readEvent(body, headers, now);

  describe("a message", () => {
    test.each([
      ["nothing", ""],
      ["an empty object", "{}"],
      ["null", "null"],
      ["a list", "[]"],
      ["no JSON", "not json"],
      ["a control character", "\u0000"],
      ["a hundred thousand letters", "x".repeat(100_000)],
    ])("that nobody signed is refused, and no fault of ours: %s", async (_, body) => {
      await expect(read(body, new Headers())).rejects.toSatisfy(isBadSignature);
      const made = new Headers({ "stripe-signature": "t=1,v1=00", "sandbox-signature": "t=1,v1=00", signature: "00" });
      await expect(read(body, made)).rejects.toSatisfy(isBadSignature);
    });

    needs(
      ["pay", "listMessages"],
      "names our payment or its checkout, and is the same message when it comes again",
      async () => {
        const { request, reference } = await begin();
        await world().pay?.(reference);
        const messages = (await world().listMessages?.(request, reference)) ?? [];
        expect(messages.length).toBeGreaterThan(0);
        for (const { body, headers } of messages) {
          const told = await read(body, headers);
          expect([told.paymentId === request.paymentId, told.reference === reference]).toContain(true);
          expect((await read(body, headers)).eventId).toBe(told.eventId);
        }
      },
    );

    needs(["pay", "listMessages"], "proves no more than the provider says when it is asked", async () => {
      const { request, reference } = await begin();
      await world().pay?.(reference);
      const status = await world().provider.look(reference);
      for (const { body, headers } of (await world().listMessages?.(request, reference)) ?? []) {
        const { view } = await read(body, headers);
        if (view) expect(view).toMatchObject({ state: status.state, amount: status.amount, live: status.live });
      }
    });

    needs(
      ["pay", "listMessages"],
      "is refused once a letter of it was changed, under another signature, and when it is old",
      async () => {
        const { request, reference } = await begin();
        await world().pay?.(reference);
        const [message] = (await world().listMessages?.(request, reference)) ?? [];
        if (!message) throw new Error("no message");
        const { body, headers } = message;
        await expect(
          read(
            body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
            headers,
          ),
        ).rejects.toSatisfy(isBadSignature);
        await expect(read(`${body} `, headers)).rejects.toSatisfy(isBadSignature);
        const broken = new Headers();
        for (const [name, value] of headers) broken.set(name, value.replace(/[0-9a-f]$/, "x"));
        await expect(read(body, broken)).rejects.toSatisfy(isBadSignature);
        await expect(read(body, headers, addMs(world().clock(), HOUR_MS))).rejects.toSatisfy(isBadSignature);
      },
    );

    needs(["pay", "listMessages"], "keeps nothing of the buyer", async () => {
      const { request, reference } = await begin();
      await world().pay?.(reference);
      for (const { body, headers } of (await world().listMessages?.(request, reference)) ?? []) {
        expect(JSON.stringify((await read(body, headers)).body)).not.toContain(request.buyerEmail);
      }
    });
  });
}
