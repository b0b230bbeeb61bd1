import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Ending } from "#domain/checkout/get-ending.ts";
import { EndingForm } from "./ending-form.tsx";

const line: Ending["lines"][number] = {
  id: "lin_1",
  orderIds: ["ord_1"],
  kind: "enrolment",
  claimLink: null,
  canEnd: true,
  rule: { kind: "none" },
  enrolment: { id: "enr_1", state: "active", studentName: "Ada" },
  courseTitle: "Bookbinding",
  cohortName: "Spring",
  paidMinor: 42_000,
  overpaidMinor: 0,
  returnedMinor: 42_000,
  countedMinor: 0,
  keptMinor: 0,
};
const draw = (end: boolean, overpaidMinor = 0) => {
  const ending: Ending = {
    order: { id: "ord_1", code: "ABC", state: "paid", buyerId: "usr_1", buyerName: "Ada" },
    currency: "CHF",
    lines: [{ ...line, overpaidMinor }],
    ways: [{ provider: "bank", leftMinor: 42_000 }],
    renewedMinor: 0,
    may: { end, refund: true },
  };
  const recent = { isRecent: true, hasPassword: true, signInPath: "/sign-in" };
  return renderToStaticMarkup(
    <EndingForm
      {...{ ending, timezone: "Europe/Zurich", recent: recent as never, isLarge: false, isWhole: false }}
      {...{ action: async () => ({}) as never, values: {}, why: undefined }}
    />,
  );
};

test("whoever may only give money back is told so, and not that anybody loses a place", () => {
  const [office, finance] = [draw(true), draw(false)];
  expect(office).toContain("Whoever loses a place is told");
  expect(office).not.toContain("Your role only gives money back");
  expect(finance).toContain("Your role only gives money back");
  expect(finance).not.toContain("Whoever loses a place is told");
});

test("the name of a line stands inside of its box, however long it is", () => {
  expect(draw(true)).toMatch(/<legend class="float-start w-full [^"]*"><bdi>Ada</);
});

test("to whoever may only give money back it proposes what was paid too much, and not what comes back for leaving", () => {
  const proposed = (drawn: string) => /name="amount-lin_1"[^>]* value="([^"]*)"/.exec(drawn)?.[1];
  expect(proposed(draw(true))).toBe("420.00");
  expect(proposed(draw(false))).toBe("");
  expect(proposed(draw(false, 6_800))).toBe("68.00");
});
