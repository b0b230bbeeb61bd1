import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { type Action, authorize, type Resource } from "../policy.ts";

/** A list that leaves the school as a file: what is read in it goes where no policy reaches, so who took it is kept. */
export type Export = {
  /** Who may read the list may export it. */
  action: Action;
  /** Whose it is, where that decides. */
  resource?: Resource;
  list: string;
  /** As they stood in the address. */
  filters: Record<string, string>;
};

/** Notes that somebody exports a list, before the first row leaves. Refuses whoever may not read the list. */
export async function recordExport(ctx: WriteCtx, input: Export): Promise<void> {
  authorize(ctx, input.action, input.resource ?? {});
  await audit(ctx, "list.export", { type: "list", id: input.list }, { after: { filters: input.filters } });
}
