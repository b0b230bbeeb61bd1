import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type ListedEntry, listEntries } from "./list-entries.ts";
import type { Months } from "./report-rows.ts";

const READ_AT_ONCE = 500;

export type StreamedEntry = Pick<ListedEntry, "seq" | "kind" | "bookedOn" | "words" | "orderCode" | "lines">;

/** Every entry of some months with its lines, in the order of its number, some at a time. */
export async function* streamEntries(ctx: ReadCtx, months: Months): AsyncGenerator<StreamedEntry[]> {
  authorize(ctx, "accounting.read", {});
  for (let afterSeq = 0; ; ) {
    const entries = await listEntries(ctx, { ...months, afterSeq, limit: READ_AT_ONCE });
    if (entries.length === 0) return;
    yield entries;
    afterSeq = entries.at(-1)?.seq ?? afterSeq;
  }
}
