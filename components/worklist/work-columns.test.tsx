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
