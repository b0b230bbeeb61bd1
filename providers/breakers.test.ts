import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { breakers } from "#db/breaker.ts";
import { type Letter, type MailSender, MailTrouble, type TroubleKind } from "#domain/mail/sender.ts";
import { type PaymentProvider, ProviderTrouble } from "#domain/payments/provider.ts";
import { withBreaker, withMailBreaker } from "./breakers.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "Date"], now: new Date("2026-01-08T10:00:00Z") });
});
afterEach(() => void vi.useRealTimers());

const REFUSED = Object.assign(new Error("No such session"), { statusCode: 404 });
const HELD_UP = Object.assign(new Error("Too many requests"), { statusCode: 429 });

/** A provider whose every call does what `next` says. */
function provider() {
  const said = { calls: 0, next: async (): Promise<unknown> => ({ state: "pending" }) };
  const call = () => {
    said.calls += 1;
    return said.next() as never;
  };
  const made = { name: "stripe", label: "Card", explanation: "", start: call, look: call, cancel: call, refund: call };
  return { said, guarded: withBreaker({ ...made, readEvent: call } as PaymentProvider) };
}
const stateOf = (name: string) => breakers().find((each) => each.name === name);
const silent = async () => {
  throw new ProviderTrouble("no answer");
};
const failed = (call: Promise<unknown>) =>
  call.then(
    () => "answered",
    (error: Error) => error.name,
  );

test("a payment service that does not answer is not asked again until it has rested, and then by one call", async () => {
  const { said, guarded } = provider();
  said.next = silent;
  for (let n = 0; n < 5; n++) expect(await failed(guarded.look("ref"))).toBe("ProviderTrouble");
  expect(stateOf("payments-stripe")).toMatchObject({ state: "open", openedCount: 1 });
  expect([await failed(guarded.look("ref")), said.calls]).toEqual(["ProviderTrouble", 5]);

  vi.advanceTimersByTime(10_000);
  let answer = () => {};
  said.next = () => new Promise((resolve) => void (answer = () => resolve({ state: "settled" })));
  const trial = guarded.look("ref");
  expect(stateOf("payments-stripe")?.state).toBe("half_open");
  expect([await failed(guarded.look("ref")), said.calls]).toEqual(["ProviderTrouble", 6]);
  answer();
  expect(await trial).toEqual({ state: "settled" });
  expect(stateOf("payments-stripe")?.state).toBe("closed");
});

test("a trial that fails lets it rest again", async () => {
  const { said, guarded } = provider();
  said.next = silent;
  for (let n = 0; n < 5; n++) await failed(guarded.look("ref"));
  vi.advanceTimersByTime(10_000);
  await failed(guarded.look("ref"));
  expect([stateOf("payments-stripe")?.state, said.calls]).toEqual(["open", 6]);
  await failed(guarded.look("ref"));
  expect(said.calls).toBe(6);
});

test("a clock that is set back by a day makes nobody rest for a day", async () => {
  const { said, guarded } = provider();
  said.next = silent;
  for (let n = 0; n < 5; n++) await failed(guarded.look("ref"));
  vi.setSystemTime(new Date("2026-01-07T10:00:00Z"));
  vi.advanceTimersByTime(10_000);
  said.next = async () => ({ state: "pending" });
  expect(await failed(guarded.look("ref"))).toBe("answered");
});

test.each([
  ["says no to what was asked", REFUSED, "closed"],
  ["asks us to slow down", HELD_UP, "open"],
])("a payment service that %s is %3$s", async (_, cause, state) => {
  const { said, guarded } = provider();
  said.next = async () => {
    throw new ProviderTrouble("it would not", { cause });
  };
  for (let n = 0; n < 6; n++) await failed(guarded.look("ref"));
  expect(stateOf("payments-stripe")?.state).toBe(state);
});

test("a mail server that takes nothing rests; a letter that it refuses says nothing of the server", async () => {
  let kind: TroubleKind = "for_good";
  const sender: MailSender = {
    send: async () => {
      throw new MailTrouble(kind, "no");
    },
    close: () => {},
  };
  const guarded = withMailBreaker(sender);
  for (let n = 0; n < 5; n++) await failed(guarded.send({} as Letter));
  expect([stateOf("mail")?.state, guarded.isResting?.()]).toEqual(["closed", false]);
  kind = "server";
  for (let n = 0; n < 3; n++) await failed(guarded.send({} as Letter));
  expect([stateOf("mail")?.state, guarded.isResting?.()]).toEqual(["open", true]);
  vi.advanceTimersByTime(30_000);
  expect(guarded.isResting?.()).toBe(false);
});
