import { desc, inArray } from "drizzle-orm";
import { providerEvents } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

const SHOWN_MAX = 20;

/** The latest messages of providers of which nothing was taken, each with what is known of it. Those of other apps are not among them. */
export async function listSetAside(ctx: ReadCtx) {
  authorize(ctx, "reconciliation.list", {});
  const { id, provider, eventId, type, outcome, receivedAt } = providerEvents;
  return ctx.read
    .select({ id, provider, eventId, type, outcome, receivedAt })
    .from(providerEvents)
    .where(inArray(outcome, ["mismatch", "other_mode", "unconfirmed"]))
    .orderBy(desc(receivedAt), desc(id))
    .limit(SHOWN_MAX);
}
