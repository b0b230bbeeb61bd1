import { createHash } from "node:crypto";
import { compactCode } from "../kernel/modulo97.ts";
import type { StatementLine } from "./statement.ts";

/** By which a line is known again, in a file of the same kind and in one of another. */
export type LineKeys = { key: string; pairKey: string | null };

const hash = (...parts: readonly (string | number | null)[]) =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);

/** How texts of two downloads of the same line differ: by blanks and case. */
const plain = (text: string) => text.replace(/\s+/g, "").toUpperCase();

/**
 * The keys of a file's lines. A line is known by the bank's own id of it, with its day and amount, because some banks use an id twice; without one, by all
 * that it says. Two that are the same in all of it are two payments: each has its number among those of its day. What is the same counts from 1 in every file, so
 * that a file that overlaps another finds what the other has, and only that.
 */
export function computeLineKeys(lines: readonly StatementLine[]): LineKeys[] {
  const counted = new Map<string, number>();
  const number = (base: string) => {
    const next = (counted.get(base) ?? 0) + 1;
    counted.set(base, next);
    return `${base}#${next}`;
  };
  return lines.map((line) => {
    const when = [line.bookedOn, line.amountMinor ?? line.amountText, line.currency] as const;
    const own = line.bankId
      ? `id:${hash(line.bankId, ...when)}`
      : `fp:${hash(...when, line.valueOn, plain(line.text), plain(line.name), line.iban, line.reference, line.endToEndId)}`;
    const mark = findMark(line);
    return { key: number(own), pairKey: mark === "" ? null : number(`pair:${hash(...when, mark)}`) };
  });
}

/** What tells a payment apart in every kind of file: its creditor reference, wherever it stands, or the payer's own id. */
function findMark({ reference, endToEndId, text }: StatementLine): string {
  const everything = compactCode(`${reference} ${endToEndId} ${text}`);
  const [creditor] = /RF\d{2}[A-Z0-9]{11}/.exec(everything) ?? [];
  return creditor ?? (reference || endToEndId);
}
