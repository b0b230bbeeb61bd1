import type { WriteCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { audit } from "../audit.ts";
import { authorize } from "../policy.ts";
import { studentImportMachine } from "./import-machine.ts";

/** Says that every row was checked, or taken. Who comes second changes nothing. */
export async function completeImportStep(
  ctx: WriteCtx,
  input: { importId: string; step: "checking" | "running" },
): Promise<void> {
  authorize(ctx, "student.import", {});
  const { importId, step } = input;
  const [to, set] = step === "checking" ? (["checked", {}] as const) : (["done", { finishedAt: ctx.now }] as const);
  const moved = await tryTransition(ctx, studentImportMachine, importId, to, { set });
  if (moved) await audit(ctx, "student.import", { type: "student_import", id: importId }, { after: { state: to } });
}
