import type { OrderState } from "#db/enums.ts";
import { foldLetters } from "../kernel/fold-letters.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { toCode, findMarks, type Told } from "./find-marks.ts";
import { createNearIndex } from "./near.ts";

/** An order that a line may pay. Amounts are minor units. */
export type Candidate = {
  orderId: string;
  code: string;
  state: OrderState;
  currency: string;
  totalMinor: number;
  /** What it asks for still; nothing once it is paid, expired or cancelled. */
  openMinor: number;
  /** Whether it is paid in instalments: then a transfer pays exactly what one asks for. */
  isInParts: boolean;
  /** What each of its parts that are due asks for, the oldest first. */
  duePartsMinor: number[];
  buyerName: string;
  /** The transfers that were asked for, each with its reference. */
  asked: { reference: string; amountMinor: number }[];
  /** The transfers, each by its amount, that a person has confirmed and no line has explained. */
  confirmed: { reference: string | null; amountMinor: number }[];
  invoices: string[];
};

/** By what an order was found, the surest first. */
export const MATCH_REASONS = [
  "reference",
  "several_references",
  "reference_mistyped",
  "code",
  "invoice",
  "code_mistyped",
  "amount_and_name",
  "name",
  "amount",
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** What speaks against taking it as it is. */
export type MatchDoubt =
  | "too_little"
  | "too_much"
  | "paid_already"
  | "expired"
  | "cancelled"
  | "draft"
  | "other_currency"
  | "other_part";

export type Suggestion = {
  reason: MatchReason;
  /** Which orders, and how much of the line for each. */
  parts: { orderId: string; code: string; buyerName: string; amountMinor: number }[];
  doubt: MatchDoubt | null;
  /** Whether it is a transfer that a person has confirmed: then nothing more is booked. */
  isConfirmed: boolean;
  score: number;
  /** Whether it is settled without a person. */
  isSure: boolean;
};

export type RankedLine = Told & {
  name: string;
  amountMinor: number;
  currency: string;
  /** Whether it may settle by itself at all: nothing about the line is doubtful. */
  isPlain: boolean;
};

const SCORES: Record<MatchReason, number> = {
  ...{ reference: 100, several_references: 95, reference_mistyped: 80, code: 75, invoice: 75 },
  ...{ code_mistyped: 50, amount_and_name: 60, name: 15, amount: 20 },
};
/** Suggestions that a person is shown. */
const SHOWN_MAX = 5;
/** What many orders cost says nothing by itself. */
const SAME_AMOUNT_MAX = 5;

/** The words of a text by which people and codes are compared, without marks and case. */
export const getWords = (text: string) =>
  foldLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);

/**
 * Ranks the orders that a line of a bank may pay. Only money whose reference is right, that is no more than its one order still asks for, is sure; all else is a
 * suggestion with its reason. `candidates` are looked through once, so that many lines are ranked quickly.
 */
export function createMatcher(candidates: readonly Candidate[]) {
  const byReference = new Map(
    candidates.flatMap((each) => each.asked.map(({ reference }) => [reference, each] as const)),
  );
  const byCode = new Map(candidates.map((each) => [each.code, each]));
  const byInvoice = new Map(
    candidates.flatMap((each) => each.invoices.map((code) => [compactCode(code), each] as const)),
  );
  const nearReference = createNearIndex(
    candidates.flatMap((each) => each.asked.map(({ reference }) => [reference.slice(4), each] as const)),
  );
  const nearCode = createNearIndex(candidates.map((each) => [each.code, each] as const));
  const byAmount = groupBy(candidates, ({ openMinor, confirmed, currency }) =>
    [openMinor, ...confirmed.map(({ amountMinor }) => amountMinor)]
      .filter((minor) => minor > 0)
      .map((minor) => `${currency} ${minor}`),
  );
  const byBuyer = groupBy(candidates, ({ buyerName }) => [buyerName]);
  const byWord = groupBy(candidates, ({ buyerName }) => getWords(buyerName));

  return (line: RankedLine): Suggestion[] => {
    if (line.amountMinor <= 0) return [];
    const marks = findMarks(line);
    const found = new Map<Candidate, MatchReason>();
    const note = (candidate: Candidate | undefined, reason: MatchReason) => {
      if (!candidate) return;
      const before = found.get(candidate);
      if (!before || SCORES[reason] > SCORES[before]) found.set(candidate, reason);
    };
    for (const each of marks.references) note(byReference.get(each), "reference");
    for (const each of marks.mistyped)
      for (const { value } of nearReference(toCode(each))) note(value, "reference_mistyped");
    for (const each of marks.codes) {
      note(byCode.get(each) ?? byCode.get(toCode(each)), "code");
      for (const { value, isExact } of nearCode(toCode(each))) note(value, isExact ? "code" : "code_mistyped");
    }
    for (const each of marks.numbers) note(byInvoice.get(each), "invoice");
    const named = findNamed(line, byWord);
    const sameAmount = byAmount.get(`${line.currency} ${line.amountMinor}`) ?? [];
    for (const each of named) note(each, isSame(each, line) ? "amount_and_name" : "name");
    if (sameAmount.length <= SAME_AMOUNT_MAX) for (const each of sameAmount) note(each, "amount");
    const single = [...found].map(([candidate, reason]) => judge(candidate, reason, line, found));
    return [...single, ...findSeveral(found, named, line, byBuyer)].sort(bySureness).slice(0, SHOWN_MAX);
  };
}

const isSame = (candidate: Candidate, line: RankedLine) =>
  (candidate.openMinor === line.amountMinor && candidate.currency === line.currency) || isConfirmed(candidate, line);

/** Whether it is a transfer that a person has confirmed; not where its reference is that of another transfer of the order. */
function isConfirmed({ confirmed, asked, currency }: Candidate, line: RankedLine): boolean {
  const named = asked.find(({ reference }) => reference === line.reference);
  return confirmed.some(
    ({ reference, amountMinor }) =>
      currency === line.currency && amountMinor === line.amountMinor && (!named || named.reference === reference),
  );
}

/** The surest first; of two that are as sure, always the same one. */
const bySureness = (a: Suggestion, b: Suggestion) =>
  b.score - a.score || (a.parts[0]?.code ?? "").localeCompare(b.parts[0]?.code ?? "", "en");

function groupBy(
  candidates: readonly Candidate[],
  keysOf: (candidate: Candidate) => string[],
): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const each of candidates) {
    for (const key of new Set(keysOf(each))) {
      const group = groups.get(key);
      if (group) group.push(each);
      else groups.set(key, [each]);
    }
  }
  return groups;
}

/** The orders all of whose buyer's name stands in the line, its words in any order. */
function findNamed({ name, text }: RankedLine, byWord: ReadonlyMap<string, Candidate[]>): Candidate[] {
  const words = new Set(getWords(`${name} ${text.slice(0, 500)}`));
  const found = new Set([...words].flatMap((word) => byWord.get(word) ?? []));
  return [...found].filter((each) => {
    const own = getWords(each.buyerName);
    return own.length > 1 && own.every((word) => words.has(word));
  });
}

function findDoubt(candidate: Candidate, line: RankedLine): MatchDoubt | null {
  if (candidate.currency !== line.currency) return "other_currency";
  if (candidate.state === "draft" || candidate.state === "cancelled" || candidate.state === "expired")
    return candidate.state;
  if (candidate.openMinor <= 0) return "paid_already";
  if (line.amountMinor > candidate.openMinor) return "too_much";
  const isAsked = candidate.asked.some(({ amountMinor }) => amountMinor === line.amountMinor);
  if (candidate.isInParts) return isAsked || paysParts(candidate, line) ? null : "other_part";
  return line.amountMinor === candidate.openMinor ? null : "too_little";
}

/** Whether a line pays the oldest part of a plan that is due, or several of them whole: whichever part its reference was made for, that is what is owed first. */
function paysParts({ duePartsMinor }: Candidate, { amountMinor }: RankedLine): boolean {
  let sumMinor = 0;
  return duePartsMinor.some((minor) => (sumMinor += minor) === amountMinor);
}

function judge(
  candidate: Candidate,
  reason: MatchReason,
  line: RankedLine,
  found: ReadonlyMap<Candidate, MatchReason>,
): Suggestion {
  const isKnown = isConfirmed(candidate, line);
  const doubt = isKnown ? null : findDoubt(candidate, line);
  const isOnly = [...found.values()].filter((each) => each === "reference").length === 1;
  // Less than all of it is money of that order all the same; it stays underpaid until the rest comes.
  const isHarmless = doubt === null || doubt === "too_little";
  const isExact = isSame(candidate, line);
  return {
    reason,
    parts: [
      {
        orderId: candidate.orderId,
        code: candidate.code,
        buyerName: candidate.buyerName,
        amountMinor: line.amountMinor,
      },
    ],
    doubt,
    isConfirmed: isKnown,
    score: SCORES[reason] + (isExact ? 15 : 0) - (isHarmless ? 0 : 10),
    isSure:
      reason === "reference" &&
      isOnly &&
      isHarmless &&
      line.isPlain &&
      (isKnown || candidate.state !== "paid" || (candidate.isInParts && paysParts(candidate, line))),
  };
}

/** Open orders of one buyer that are tried together; more than a family has, and 4,096 sums. */
const TRIED_TOGETHER_MAX = 12;

/**
 * One payment for several orders: those that it names, or of those that its payer, or the buyer of an order that it names, has open, the fewest that add
 * up to it exactly.
 */
function findSeveral(
  found: ReadonlyMap<Candidate, MatchReason>,
  named: readonly Candidate[],
  line: RankedLine,
  byBuyer: ReadonlyMap<string, Candidate[]>,
): Suggestion[] {
  const said = [...found].flatMap(([each, reason]) =>
    ["reference", "code", "invoice"].includes(reason) ? [each] : [],
  );
  const ofBuyers = said.flatMap(({ buyerName }) => byBuyer.get(buyerName) ?? []);
  const tried: [Candidate[], MatchReason][] = [
    [said, "several_references"],
    [[...named], "amount_and_name"],
    [ofBuyers, "amount_and_name"],
  ];
  const seen = new Set<string>();
  return tried.flatMap(([several, reason]) => {
    const open = [...new Set(several)].filter(({ openMinor, currency }) => openMinor > 0 && currency === line.currency);
    const chosen = findSum(open.slice(0, TRIED_TOGETHER_MAX), line.amountMinor);
    const key =
      chosen
        ?.map(({ code }) => code)
        .sort()
        .join(" ") ?? "";
    if (!chosen || seen.has(key)) return [];
    seen.add(key);
    const parts = chosen.map(({ orderId, code, buyerName, openMinor }) => ({
      orderId,
      code,
      buyerName,
      amountMinor: openMinor,
    }));
    return [{ reason, parts, doubt: null, isConfirmed: false, score: SCORES[reason] + 16, isSure: false }];
  });
}

/** The fewest of the orders, at least two, that add up to an amount; of as few, the first ones. Undefined where none do. */
function findSum(open: readonly Candidate[], minor: number): Candidate[] | undefined {
  let best: Candidate[] | undefined;
  for (let some = 0; some < 1 << open.length; some++) {
    const chosen = open.filter((_, n) => (some >> n) & 1);
    const isBetter = chosen.length >= 2 && (!best || chosen.length < best.length);
    if (isBetter && chosen.reduce((sum, { openMinor }) => sum + openMinor, 0) === minor) best = chosen;
  }
  return best;
}
