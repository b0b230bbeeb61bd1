import { readFile } from "node:fs/promises";
import Papa from "papaparse";
import { parseDecimal } from "#domain/kernel/parse-decimal.ts";
import type { BalanceTransaction } from "#domain/payments/provider.ts";
import { message, type Said } from "#messages/message.ts";
import { toBalanceKind } from "#providers/stripe/balance.ts";
import { decodeFile, UnreadableFileError } from "./decode-file.ts";

/** The columns without which a line says nothing; Stripe's report has them in every choice of columns that it offers. */
const NEEDED = ["balance_transaction_id", "currency", "gross", "fee", "net", "reporting_category"] as const;

export type BalanceReport = { transactions: BalanceTransaction[]; problems: { line: number; problem: Said }[] };

type Cells = Record<string, string | undefined>;

/**
 * Reads Stripe's itemised report of balance changes (`balance_change_from_activity.itemized`, CSV). A line that cannot be read is named with why,
 * and the others are taken. Throws `UnreadableFileError` for a file that is no such report.
 */
export async function readBalanceReport(file: string): Promise<BalanceReport> {
  const { text } = decodeFile(await readFile(file));
  const { data, meta } = Papa.parse<Cells>(text, { header: true, skipEmptyLines: true });
  const missing = NEEDED.filter((name) => !meta.fields?.includes(name));
  if (missing.length > 0 || !(meta.fields?.includes("created_utc") || meta.fields?.includes("created"))) {
    throw new UnreadableFileError(message("reconciliation.file_is_no_report", { columns: NEEDED.join(", ") }));
  }
  const report: BalanceReport = { transactions: [], problems: [] };
  for (const [at, cells] of data.entries()) {
    const read = readLine(cells);
    if ("problem" in read) report.problems.push({ line: at + 2, problem: read.problem });
    else report.transactions.push(read.transaction);
  }
  return report;
}

function readLine(cells: Cells): { transaction: BalanceTransaction } | { problem: Said } {
  const currency = (cells.currency ?? "").toUpperCase();
  const [gross, fee, net] = [cells.gross, cells.fee, cells.net].map((typed) => parseDecimal(typed ?? "", currency));
  const occurredAt = readTime(cells.created_utc || cells.created || "");
  const reference = cells.balance_transaction_id ?? "";
  if (reference === "") return { problem: message("reconciliation.line_without_id") };
  if (!/^[A-Z]{3}$/.test(currency)) return { problem: message("reconciliation.line_currency", { currency }) };
  if (gross === undefined || fee === undefined || net === undefined)
    return { problem: message("reconciliation.line_amount", { currency }) };
  if (!occurredAt) return { problem: message("reconciliation.line_time") };
  const available = readTime(cells.available_on_utc || cells.available_on || "");
  return {
    transaction: {
      ...{ reference, kind: toBalanceKind(cells.reporting_category ?? ""), gross: { minor: gross, currency } },
      ...{ feeMinor: fee, netMinor: net, source: cells.source_id || null, occurredAt },
      names: [cells.payment_intent_id, cells.charge_id].filter((name) => name !== undefined && name !== "") as string[],
      paymentId: cells["payment_metadata[payment_id]"] || null,
      availableOn: available?.toISOString().slice(0, 10) ?? null,
      payoutReference: cells.automatic_payout_id || null,
    },
  };
}

/** `2026-11-05 12:34:56`, in UTC. A date before the school's first computer is a slip. */
function readTime(text: string): Date | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?/.exec(text.trim());
  if (!match) return undefined;
  const time = new Date(`${match[1]}T${match[2] ?? "00:00"}Z`);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 2000 ? undefined : time;
}
