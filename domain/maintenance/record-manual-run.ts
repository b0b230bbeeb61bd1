import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** What a person has the machine do out of its turn: a job by its name, or a backup. */
export type ManualRun = { kind: "job" | "backup" | "backup_check"; name: string };

/** Writes down who had it done, before it begins. */
export async function recordManualRun(ctx: WriteCtx, { kind, name }: ManualRun): Promise<void> {
  authorize(ctx, "system.run", {});
  await audit(ctx, "system.run", { type: kind, id: name }, { after: { name } });
}
