import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** Writes down that bytes were taken away which no file was made of. */
export async function recordBytesRemoved(ctx: WriteCtx, count: number): Promise<void> {
  authorize(ctx, "maintenance.purge", {});
  await audit(ctx, "maintenance.purge", { type: "maintenance", id: "files" }, { after: { bytesOf: count } });
}
