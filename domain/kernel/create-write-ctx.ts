import type { TxCtx, WriteCtx } from "./command.ts";

/** Begins a verb. Only what opens transactions calls this. */
export function createWriteCtx(parts: TxCtx): WriteCtx {
  return parts as WriteCtx;
}
