import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { FormAction } from "#components/forms/state-form.tsx";
import type { WorkRow } from "#domain/reports/list-work.ts";
import { workColumns } from "./work-columns.tsx";

const row = {
  ...{ key: "payouts:ref_1", kind: "payouts", itemId: "ref_1", orderId: "ord_1", orderCode: "AB12CD", who: "Ada" },
  ...{ ownerId: "usr_tomas", ownerName: "Tomáš", since: new Date(0), dueAt: null, days: 1 },
  ...{ amountMinor: 100, currency: "CHF", detail: null, orderState: "cancelled", hasAccount: false },
} as unknown as WorkRow;

test("of each item the page sends whose it was, and offers to give it to those alone who may do something about it", () => {
  const action: FormAction = (state) => Promise.resolve(state);
  const columns = workColumns({
    ...{ timezone: "Europe/Zurich", me: "usr_ana", back: "/admin/worklist", assign: action, takeStep: action },
    rules: { listWorkSteps: () => [], isReasonNeeded: () => false },
    team: [
      { id: "usr_ana", name: "Ana", kinds: ["payouts", "withdrawals"] },
      { id: "usr_sam", name: "Sam of support", kinds: ["withdrawals"] },
      { id: "usr_tomas", name: "Tomáš", kinds: ["payouts"] },
    ],
  });
  const page = renderToStaticMarkup(<>{columns.find(({ key }) => key === "owner")?.cell(row)}</>);
  expect([...page.matchAll(/<option[^>]* value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
    "",
    "usr_ana",
    "usr_tomas",
  ]);
  // Both the press that takes it on and the one that gives it.
  expect([...page.matchAll(/name="seenOwnerId" value="usr_tomas"/g)]).toHaveLength(2);
});

test("a bank's long text is shortened in its row, and what a provider gave as a reason is said in the reader's language", () => {
  const action: FormAction = (state) => Promise.resolve(state);
  const columns = workColumns({
    ...{ timezone: "Europe/Zurich", me: "usr_ana", back: "/admin/worklist", assign: action, takeStep: action },
    rules: { listWorkSteps: () => [], isReasonNeeded: () => false },
    team: [],
  });
  const show = (kind: WorkRow["kind"], detail: string) =>
    renderToStaticMarkup(<>{columns.find(({ key }) => key === "kind")?.cell({ ...row, kind, detail })}</>);
  const long = show("bank_lines", "Payment  for a course ".repeat(40));
  expect(long).toContain("Payment for a course");
  expect(long).toContain("…");
  expect(long.length).toBeLessThan(400);
  expect(show("disputes", "product_not_received")).toContain("what was bought was not received");
  expect(show("disputes", "some_new_reason")).toContain("«some new reason»");
  expect(show("declined", "payment_not_through: Ask your bank about rule 7.")).toContain(
    "«Ask your bank about rule 7.»",
  );
  expect(show("declined", "your_card_without_funds: Your card has insufficient funds.")).not.toContain("«");
});
