import { expect, test } from "vitest";
import { copyTerms, getMoveDeadline, pickCancelTerms } from "./agreed-terms.ts";

const NOW = new Date("2026-11-30T12:00:00Z");
const PAID = { minor: 48_000, currency: "CHF" };
const cohort = (id: string, startsAt: string, cancelDays: number | null = 14) => ({
  ...{ id, startsAt: new Date(startsAt), timezone: "Europe/Zurich", cancelDays, cancelPercent: 80, cancelFeeMinor: 0 },
  ...{ currency: "CHF", moveDays: cancelDays, priceMinor: 48_000 },
});
const JUNE = cohort("coh_june", "2027-06-10T16:00:00Z");

test("whoever moves to an earlier date leaves, and moves on, by as many days before that", () => {
  const december = cohort("coh_december", "2026-12-17T17:30:00Z", null);
  const agreed = [copyTerms(JUNE, NOW), copyTerms(december, NOW)];
  const until = new Date("2026-12-03T17:30:00Z");
  expect(pickCancelTerms(agreed, december, { paid: PAID, now: NOW })).toMatchObject({ kind: "open", until });
  expect(getMoveDeadline(agreed, december, NOW)).toEqual({ until });
});

test("a cohort that is put earlier takes no day from whoever has bought it, and one that is put later gives them days", () => {
  const agreed = [copyTerms(JUNE, NOW)];
  const untilOf = (startsAt: string) => {
    const picked = pickCancelTerms(agreed, { ...JUNE, startsAt: new Date(startsAt) }, { paid: PAID, now: NOW });
    return picked.kind === "open" ? picked.until : undefined;
  };
  expect(untilOf("2027-05-29T16:00:00Z")).toEqual(new Date("2027-05-27T16:00:00Z"));
  expect(untilOf("2027-07-10T16:00:00Z")).toEqual(new Date("2027-06-26T16:00:00Z"));
});
