import { desc, eq, sql } from "drizzle-orm";
import { payoutRuns, refunds } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { authorize } from "../policy.ts";
import { RUN_REFUNDS_MAX } from "./create-payout-run.ts";
import { listUnsentRefunds, type UnsentRefund } from "./list-unsent-refunds.ts";
import type { PayoutRun } from "./machine.ts";

/** A file as the list of the latest shows it. */
type PayoutRunRow = Pick<PayoutRun, "id" | "code" | "state" | "currency" | "createdAt" | "downloadedAt"> & {
  count: number;
  minor: number;
};

export type PayoutDesk = {
  /** What one press would put into a file, by currency. */
  ready: { count: number; total: Money }[];
  /** What cannot stand in a file although its account is known, and why. */
  byHand: UnsentRefund[];
  /** The latest files, the newest first. */
  runs: PayoutRunRow[];
};

const RUNS_SHOWN = 10;

/** What the office does next about transfers. `debtorIban`: the school's account; none where it has not said which. */
export async function getPayoutDesk(ctx: ReadCtx, debtorIban: string | undefined): Promise<PayoutDesk> {
  authorize(ctx, "payout.list", {});
  const unsent = debtorIban === undefined ? [] : await listUnsentRefunds(ctx.read, debtorIban);
  const ready = new Map<string, { count: number; total: Money }>();
  for (const { currency, amountMinor, fault } of unsent) {
    const before = ready.get(currency) ?? { count: 0, total: { minor: 0, currency } };
    if (fault !== null || before.count === RUN_REFUNDS_MAX) continue;
    const total = { minor: before.total.minor + amountMinor, currency };
    ready.set(currency, { count: before.count + 1, total });
  }
  const runs = await ctx.read
    .select({
      id: payoutRuns.id,
      code: payoutRuns.code,
      state: payoutRuns.state,
      currency: payoutRuns.currency,
      createdAt: payoutRuns.createdAt,
      downloadedAt: payoutRuns.downloadedAt,
      count: sql<number>`count(${refunds.id})`.mapWith(Number),
      minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number),
    })
    .from(payoutRuns)
    .leftJoin(refunds, eq(refunds.payoutRunId, payoutRuns.id))
    .groupBy(payoutRuns.id)
    .orderBy(desc(payoutRuns.createdAt), desc(payoutRuns.id))
    .limit(RUNS_SHOWN);
  const byHand = unsent.filter(({ fault }) => fault !== null && fault !== "account_missing");
  return { ready: [...ready.values()], byHand, runs };
}
