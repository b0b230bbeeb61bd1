import { eq } from "drizzle-orm";
import { withdrawals } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";

/** Says why a withdrawal could not be decided: there is none (`not_found`), or somebody has decided it (`wrong_state`). */
export async function refuseDecided(ctx: StepCtx, withdrawalId: string): Promise<never> {
  const [known] = await ctx.tx.select({ id: withdrawals.id }).from(withdrawals).where(eq(withdrawals.id, withdrawalId));
  throw new Refusal(known ? "wrong_state" : "not_found");
}
