import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeModulo97 } from "../kernel/modulo97.ts";
import { isNear } from "./near.ts";
import { type Candidate, createMatcher, type RankedLine } from "./rank-matches.ts";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const toReference = (own: string) => `RF${String(98 - computeModulo97(`${own}RF00`)).padStart(2, "0")}${own}`;

const order = (code: string, facts: Partial<Candidate> = {}): Candidate => ({
  ...{
    orderId: `ord_${code}`,
    code,
    state: "awaiting_payment",
    currency: "CHF",
    totalMinor: 48_000,
    openMinor: 48_000,
    duePartsMinor: [],
  },
  ...{
    isInParts: false,
    buyerName: "Zoë Müller",
    invoices: [],
    confirmed: [],
    asked: [{ reference: toReference(`${code}WXYZ`), amountMinor: 48_000 }],
  },
  ...facts,
});
const line = (facts: Partial<RankedLine> = {}): RankedLine => ({
  ...{ name: "", text: "", reference: "", endToEndId: "", amountMinor: 48_000, currency: "CHF", isPlain: true },
  ...facts,
});
const ANNA = order("7QK2MNP");
const BEN = order("B3TT4FY", { buyerName: "Ben Adler", openMinor: 12_000, totalMinor: 12_000 });
const ALL = [ANNA, BEN];
const best = (facts: Partial<RankedLine>, candidates: readonly Candidate[] = ALL) =>
  createMatcher(candidates)(line(facts))[0];
const ref = ANNA.asked[0]?.reference ?? "";

describe("a line whose reference is right", () => {
  test.each([
    ["in its place", { reference: ref }],
    ["in groups of four, in the text", { text: `Kurs ${ref.replace(/(.{4})/g, "$1 ")} danke` }],
    ["without a blank before the next word", { text: `/RFB/${ref}RECHNUNG` }],
    ["in small letters", { text: ref.toLowerCase() }],
    ["as the payer's own id", { endToEndId: ref }],
  ])("is sure, %s", (_where, facts) => {
    expect(best(facts)).toMatchObject({ reason: "reference", isSure: true, doubt: null, parts: [{ code: "7QK2MNP" }] });
  });

  test.each([
    ["more than is open", { reference: ref, amountMinor: 48_001 }, "too_much"],
    ["another currency", { reference: ref, currency: "EUR" }, "other_currency"],
  ])("waits when it is %s", (_what, facts, doubt) => {
    expect(best(facts)).toMatchObject({ isSure: false, doubt });
  });

  test.each(["expired", "cancelled", "draft"] as const)("waits when its order is %s", (state) => {
    const late = order("7QK2MNP", { state, openMinor: 0 });
    expect(best({ reference: ref }, [late])).toMatchObject({ isSure: false, doubt: state });
  });

  test("waits when its order is paid already, when it names two orders, and when the line itself is doubtful", () => {
    expect(best({ reference: ref }, [order("7QK2MNP", { state: "paid", openMinor: 0 })])).toMatchObject({
      isSure: false,
      doubt: "paid_already",
    });
    expect(best({ text: `${ref} ${BEN.asked[0]?.reference}` })?.isSure).toBe(false);
    expect(best({ reference: ref, isPlain: false })?.isSure).toBe(false);
  });

  test("of an order in instalments is sure for just what one asks for", () => {
    const asked = [{ reference: ref, amountMinor: 16_000 }];
    const inParts = order("7QK2MNP", { isInParts: true, asked });
    expect(best({ reference: ref, amountMinor: 16_000 }, [inParts])).toMatchObject({ isSure: true });
    expect(best({ reference: ref, amountMinor: 15_000 }, [inParts])).toMatchObject({
      isSure: false,
      doubt: "other_part",
    });
  });
});

test("any one typing error in a reference still finds its order, and never settles by itself", () => {
  const at = fc.integer({ min: 0, max: 10 });
  const kinds = fc.constantFrom("wrong", "missing", "doubled", "swapped");
  fc.assert(
    fc.property(at, kinds, fc.constantFrom(...LETTERS), (place, kind, letter) => {
      const own = ref.slice(4);
      const typed = {
        wrong: own.slice(0, place) + letter + own.slice(place + 1),
        missing: own.slice(0, place) + own.slice(place + 1),
      };
      const more = {
        doubled: own.slice(0, place + 1) + own.slice(place),
        swapped: own.slice(0, place) + (own[place + 1] ?? "") + (own[place] ?? "") + own.slice(place + 2),
      };
      const changed = { ...typed, ...more }[kind];
      const found = best({ text: `RF${ref.slice(2, 4)}${changed}` });
      expect(found).toMatchObject({ parts: [{ code: "7QK2MNP" }] });
      // The last letter doubled is the reference with something behind it.
      if (changed?.slice(0, own.length) !== own) expect(found?.isSure).toBe(false);
    }),
  );
});

test("a wrong check digit is a typing error of the reference", () => {
  const wrong = ref.replace(/^RF\d\d/, (head) => (head === "RF11" ? "RF12" : "RF11"));
  expect(best({ reference: wrong })).toMatchObject({
    reason: "reference_mistyped",
    isSure: false,
    parts: [{ code: "7QK2MNP" }],
  });
});

describe("a line without a reference", () => {
  test.each([
    ["the order's code", "code", { text: "Order 7QK2MNP, thanks" }],
    ["the code with a gap", "code", { text: "Order 7QK 2MNP" }],
    ["the code read as O and I", "code", { text: "70K2MNP" }],
    ["the code with a typing error", "code_mistyped", { text: "Order 7QK2MNQ" }],
    ["the invoice's number", "invoice", { text: "Rechnung R-2026-00042 vom 3. Mai" }],
    [
      "the amount and the name, its words in any order and without accents",
      "amount_and_name",
      { name: "MUELLER ZOE", text: "" },
    ],
    ["the amount alone", "amount", { text: "Kurs" }],
  ])("is suggested by %s", (_what, reason, facts) => {
    const known = [order("7QK2MNP", { invoices: ["R-2026-00042"], buyerName: "Zoë Mueller" }), BEN];
    const found = best(facts, known);
    expect(found).toMatchObject({ reason, isSure: false });
    expect(found?.parts[0]?.code).toBe("7QK2MNP");
  });

  test("says nothing by an amount that many orders ask for", () => {
    const many = Array.from({ length: 9 }, (_, n) => order(`AAAAAA${n + 2}`));
    expect(createMatcher(many)(line({ text: "Kurs" }))).toEqual([]);
  });

  test("that names one order is also suggested for the fewest of its buyer's orders that add up to it", () => {
    const mine = [30_000, 18_000, 5000].map((openMinor, n) =>
      order(`AAAA2${n + 2}B`, { openMinor, totalMinor: openMinor }),
    );
    const matcher = createMatcher([...mine, BEN]);
    const found = matcher(line({ text: `Kurs ${mine[1]?.code}`, name: "Muster AG", amountMinor: 23_000 }));
    const several = found.filter(({ parts }) => parts.length > 1);
    expect(several.map(({ parts }) => parts.map(({ code }) => code))).toEqual([[mine[1]?.code, mine[2]?.code]]);
    expect(found.some(({ isSure }) => isSure)).toBe(false);
  });

  test("that pays several orders is split over them when they add up to it", () => {
    const found = createMatcher(ALL)(line({ text: "7QK2MNP and B3TT4FY", amountMinor: 60_000 }));
    expect(found[0]).toMatchObject({ reason: "several_references", isSure: false });
    expect(found[0]?.parts.map(({ code, amountMinor }) => [code, amountMinor])).toEqual([
      ["7QK2MNP", 48_000],
      ["B3TT4FY", 12_000],
    ]);
  });

  test("money that went out, or nothing, has no suggestion", () => {
    expect(createMatcher(ALL)(line({ reference: ref, amountMinor: -48_000 }))).toEqual([]);
    expect(createMatcher(ALL)(line({ reference: ref, amountMinor: 0 }))).toEqual([]);
  });
});

test("whatever a line says, what is sure is one awaited order, its currency, and no more than it asks for", () => {
  const codes = fc.array(fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 7, maxLength: 7 }), {
    minLength: 1,
    maxLength: 8,
  });
  const state = fc.constantFrom("awaiting_payment", "paid", "expired", "cancelled", "draft") as fc.Arbitrary<
    Candidate["state"]
  >;
  fc.assert(
    fc.property(
      codes,
      state,
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(7),
      fc.string(),
      (all, first, amountMinor, pick, noise) => {
        const candidates = [...new Set(all)].map((code, at) =>
          order(code, at === 0 ? { state: first, openMinor: first === "awaiting_payment" ? 48_000 : 0 } : {}),
        );
        const meant = candidates[pick % candidates.length] as Candidate;
        const sure = createMatcher(candidates)(
          line({ text: `${noise} ${meant.asked[0]?.reference}`, amountMinor }),
        ).filter(({ isSure }) => isSure);
        for (const { parts } of sure) {
          const paid = candidates.find(({ orderId }) => orderId === parts[0]?.orderId);
          expect([parts.length, paid?.state, paid?.code]).toEqual([1, "awaiting_payment", meant.code]);
          expect(amountMinor).toBeLessThanOrEqual(paid?.openMinor ?? 0);
        }
      },
    ),
  );
});

test.each([
  ["same", "same", true],
  ["same", "sane", true],
  ["same", "sme", true],
  ["same", "saame", true],
  ["same", "smae", true],
  ["same", "sema", false],
  ["same", "sa", false],
])("%s and %s", (one, other, expected) => {
  expect([isNear(one, other), isNear(other, one)]).toEqual([expected, expected]);
});

test("a right reference pays the oldest parts of a plan that are due, whichever part it was made for; anything else waits", () => {
  const plan = order("7QK2MNP", {
    ...{
      state: "paid",
      isInParts: true,
      totalMinor: 48_000,
      openMinor: 30_000,
      duePartsMinor: [10_000, 12_000, 8_000],
    },
    // That of the part which is paid already.
    asked: [{ reference: ref, amountMinor: 18_000 }],
  });
  const paying = (amountMinor: number) => best({ reference: ref, amountMinor }, [plan]);
  for (const minor of [10_000, 22_000, 30_000]) expect(paying(minor)).toMatchObject({ isSure: true, doubt: null });
  // What was asked for before, and what pays no part whole, may be a mistake.
  expect(paying(18_000)).toMatchObject({ isSure: false });
  for (const minor of [12_000, 9_999]) expect(paying(minor)).toMatchObject({ isSure: false, doubt: "other_part" });
  expect(paying(30_001)).toMatchObject({ isSure: false, doubt: "too_much" });
});
