import { eq } from "drizzle-orm";
import { payoutRuns } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { PayoutRun } from "./machine.ts";

/** Refuses (`not_found`) a run that there is not. */
export async function findPayoutRun(tx: Tx, runId: string): Promise<PayoutRun> {
  const [run] = await tx.select().from(payoutRuns).where(eq(payoutRuns.id, runId));
  if (!run) throw new Refusal("not_found");
  return run;
}
