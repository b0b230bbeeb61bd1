/**
 * How long 10,000 lines of a bank take: read from a camt.053, given their keys, and ranked against 10,000 orders that ask for money, of which each third line names one by its
 * reference, each third has a typing error in it, and each third says a name. `node tests/bench/match-bank-lines.ts`
 */
import { computeModulo97 } from "#domain/kernel/modulo97.ts";
import { type Candidate, createMatcher } from "#domain/bank/rank-matches.ts";
import { createCode } from "#domain/kernel/ids.ts";
import { keyLines } from "#ops/import/bank/load-bank-file.ts";
import { openBankFile } from "#ops/import/bank/open-bank-file.ts";
import { buildCamt } from "../support/camt.ts";

const COUNT = 10_000;

const candidates: Candidate[] = Array.from({ length: COUNT }, (_, n) => {
  const code = createCode(7);
  const own = `${code}${createCode(4)}`;
  const reference = `RF${String(98 - computeModulo97(`${own}RF00`)).padStart(2, "0")}${own}`;
  const amountMinor = 10_000 + (n % 400) * 50;
  return {
    ...{
      orderId: `ord_${n}`,
      code,
      state: "awaiting_payment",
      currency: "CHF",
      totalMinor: amountMinor,
      openMinor: amountMinor,
    },
    ...{
      isInParts: false,
      duePartsMinor: [],
      confirmed: [],
      buyerName: `Given${n % 500} Family${n}`,
      asked: [{ reference, amountMinor }],
      invoices: [`R-2026-${n}`],
    },
  };
});

const entries = candidates.map(({ asked, openMinor, buyerName }, n) => {
  const reference = asked[0]?.reference ?? "";
  const amount = (openMinor / 100).toFixed(2);
  if (n % 3 === 0) return { amount, id: `L${n}`, reference };
  if (n % 3 === 1)
    return {
      amount,
      id: `L${n}`,
      text: `Course ${reference.slice(0, 9)}${reference[9] === "A" ? "B" : "A"}${reference.slice(10)}`,
    };
  return { amount, id: `L${n}`, name: buyerName.split(" ").reverse().join(" "), text: "Course fee" };
});
const bytes = buildCamt(entries);

const started = performance.now();
const lines = keyLines(openBankFile(bytes).statements);
const readMs = performance.now() - started;
const rank = createMatcher(candidates);
let right = 0;
let sure = 0;
for (const [n, line] of lines.entries()) {
  const [best] = rank({ ...line, amountMinor: line.amountMinor ?? 0, isPlain: true });
  if (best?.parts[0]?.orderId === `ord_${n}`) right += 1;
  if (best?.isSure) sure += 1;
}
const totalMs = performance.now() - started;
console.log(
  `${COUNT} lines (${(bytes.length / 1e6).toFixed(1)} MB): read ${readMs.toFixed(0)} ms, matched ${(totalMs - readMs).toFixed(0)} ms, all ${totalMs.toFixed(0)} ms`,
);
console.log(`first suggestion right: ${right}, sure: ${sure}`);
