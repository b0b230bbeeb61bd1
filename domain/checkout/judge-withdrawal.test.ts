import { expect, test } from "vitest";
import { getWithdrawalEnd, judgeWithdrawal } from "./judge-withdrawal.ts";

const PERIOD = { withdrawalDays: 14, withdrawalExemptsDated: false, timezone: "Europe/Zurich" };
const at = (text: string) => new Date(text);

test("the last day counts whole on the school's clock, also when its clock changes in between", () => {
  // Ordered on 20 October at 23:59 in Zurich: summer time; it ends when 4 November begins, in winter time.
  expect(getWithdrawalEnd(at("2026-10-20T21:59:00Z"), PERIOD)).toEqual(at("2026-11-03T23:00:00Z"));
  // A minute later is another day there.
  expect(getWithdrawalEnd(at("2026-10-20T22:00:00Z"), PERIOD)).toEqual(at("2026-11-04T23:00:00Z"));
});

test("a declaration of the last second is in time, the next one is late", () => {
  const declared = { orderedAt: at("2026-06-01T10:00:00Z"), isDated: true };
  const judge = (receivedAt: string) => judgeWithdrawal({ ...declared, receivedAt: at(receivedAt) }, PERIOD).kind;
  expect(judge("2026-06-15T21:59:59Z")).toBe("in_time");
  expect(judge("2026-06-15T22:00:00Z")).toBe("late");
});

test("a course on dates is exempt where the school says so, and one without dates is not", () => {
  const period = { ...PERIOD, withdrawalExemptsDated: true };
  const declared = { orderedAt: at("2026-06-01T10:00:00Z"), receivedAt: at("2026-06-02T10:00:00Z") };
  expect(judgeWithdrawal({ ...declared, isDated: true }, period)).toEqual({ kind: "exempt" });
  expect(judgeWithdrawal({ ...declared, isDated: false }, period).kind).toBe("in_time");
  expect(judgeWithdrawal({ ...declared, orderedAt: null, isDated: false }, period)).toEqual({ kind: "unknown" });
});
