import type { PayoutRunState } from "#db/enums.ts";
import { payoutRuns } from "#db/schema/index.ts";
import type { Machine } from "../kernel/machine.ts";

export type PayoutRun = typeof payoutRuns.$inferSelect;

export const payoutRunMachine: Machine<PayoutRunState, PayoutRun> = {
  object: "payout_run",
  table: payoutRuns,
  moves: { open: ["sent", "cancelled"], sent: [], cancelled: [] },
};
