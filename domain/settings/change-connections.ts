import { eq } from "drizzle-orm";
import { settings } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { getActorId } from "../kernel/actor.ts";
import { authorize } from "../policy.ts";
import {
  CONNECTIONS,
  CONNECTIONS_KEY,
  type ConnectionName,
  type ConnectionPart,
  type Connections,
  SECRET_CONNECTIONS,
} from "./connections.ts";

/**
 * Sets one part of what the school is connected to: its account, its payment services, its mail server. `values` are as they are stored
 * (secrets sealed); what is not in them is no longer set. Only owners may: it decides where the money goes. Whoever calls has checked
 * that the values are right together.
 */
export async function changeConnections(
  ctx: WriteCtx,
  { part, values }: { part: ConnectionPart; values: Connections },
): Promise<void> {
  authorize(ctx, "connection.edit", {});
  const [row] = await ctx.tx.select().from(settings).where(eq(settings.key, CONNECTIONS_KEY));
  const before = (row?.value ?? {}) as Connections;
  const names: readonly ConnectionName[] = CONNECTIONS[part];
  const others = Object.fromEntries(Object.entries(before).filter(([name]) => !names.some((each) => each === name)));
  const kept = Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
  const changed = { value: { ...others, ...kept }, updatedAt: ctx.now, updatedBy: getActorId(ctx.actor) };
  await ctx.tx
    .insert(settings)
    .values({ key: CONNECTIONS_KEY, ...changed })
    .onConflictDoUpdate({ target: settings.key, set: changed });
  // Public pages say whether something can be paid.
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "connection.edit",
    { type: "settings", id: part },
    { before: toAudited(names, before), after: toAudited(names, kept) },
  );
}

/** A secret is said to be there, and no more. */
function toAudited(names: readonly ConnectionName[], values: Connections): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => {
      const value = values[name];
      return [name, value === undefined ? null : SECRET_CONNECTIONS.has(name) ? true : value];
    }),
  );
}
