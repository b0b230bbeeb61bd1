import type { StepCtx, WriteCtx } from "#domain/kernel/command.ts";

/** A write of one step alone, without a verb around it that would ask the policy. */
export function asStep<T>(step: (ctx: StepCtx) => Promise<T>): (ctx: WriteCtx) => Promise<T> {
  return (ctx) => step(ctx as WriteCtx & StepCtx);
}
