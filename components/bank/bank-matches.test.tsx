import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { BANK_MATCH_KINDS, type BankMatchKind } from "#db/enums.ts";
import { BankMatches } from "./bank-matches.tsx";

const noAction = async () => ({}) as never;

const draw = (kind?: BankMatchKind) => {
  const match = {
    ...{ id: "bmt_1", kind, amountMinor: 100, currency: "CHF", createdAt: new Date(0), undoneAt: null, hasMoved: true },
    ...{ order: null, payout: null, by: null, account: null, words: null },
  };
  const booking = { accounts: ["other_income"], account: "other_income", isRemembered: false };
  const line = {
    ...{ id: "bln_1", state: kind ? "matched" : "ignored", matches: kind ? [match] : [] },
    ...{ amountMinor: 100, name: "", text: "", booking },
  };
  return renderToStaticMarkup(
    <BankMatches line={line as never} timezone="Europe/Zurich" undoAction={noAction} matchAccountAction={noAction} />,
  );
};

test("whoever undoes a line is told what happens to what it was taken for, and of a mail to a buyer where one goes", () => {
  const drawn = BANK_MATCH_KINDS.map((kind) => draw(kind));
  const told = drawn.map((page) => page.includes("its buyer is told by mail"));
  const mailed: BankMatchKind[] = ["payment", "payment_reversed", "refund_sent"];
  expect(told).toEqual(BANK_MATCH_KINDS.map((kind) => mailed.includes(kind)));
  expect(draw("bank_charge")).toContain("The line waits again, and its charge is taken out of the fees.");
  expect(draw("provider_payout")).toContain("The line waits again, and the payout may be found in another line.");
  expect(draw()).toContain("The line waits again.");
  // That a refund came back is mended at the refund: no button would be refused.
  expect(draw("refund_returned")).not.toContain("<dialog");
});
