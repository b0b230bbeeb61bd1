import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { StateForm } from "../forms/state-form.tsx";
import { PayChoice } from "./pay-choice.tsx";
import { PayPlanChoice } from "./pay-plan.tsx";

const options = [
  { value: "sandbox", label: "Card", explanation: "", keepsCards: true },
  { value: "bank", label: "Transfer", explanation: "" },
];
const parts = [
  { number: 1, dueOn: "2026-01-05", amountMinor: 12_000 },
  { number: 2, dueOn: "2026-02-05", amountMinor: 36_000 },
];

type Chosen = { pay?: "all" | "plan"; provider?: string; keepsCard?: boolean };

/** What a form sends by itself, as it comes from the server. */
function sentBy({ pay, provider, keepsCard }: Chosen): string[] {
  const page = renderToStaticMarkup(
    <StateForm action={(state) => Promise.resolve(state)}>
      <PayPlanChoice parts={parts} total={{ minor: 48_000, currency: "CHF" }} {...(pay && { chosen: pay })} />
      <PayChoice options={options} isInParts chosen={provider} {...(keepsCard && { keepsCard })} />
    </StateForm>,
  );
  const of = (box: string, what: string) => new RegExp(` ${what}="([^"]*)"`).exec(box)?.[1];
  return [...page.matchAll(/<input[^>]* checked=[^>]*>/g)].map(([box]) => `${of(box, "name")}=${of(box, "value")}`);
}

test("whoever pays first is asked for all, and their card is not kept unless they tick it", () => {
  expect(sentBy({})).toEqual(["pay=all", "provider=sandbox"]);
});

test("what was chosen at the attempt before is chosen still: the plan, the way and the card that may be kept", () => {
  const again = sentBy({ pay: "plan", provider: "bank", keepsCard: true });
  expect(again).toEqual(["pay=plan", "provider=bank", "keepCard=yes"]);
  // A way that is not offered any more gives way to the first.
  expect(sentBy({ provider: "stripe" })).toEqual(["pay=all", "provider=sandbox"]);
});
