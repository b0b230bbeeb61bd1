import { cache } from "react";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { countOpenWork, type OpenWork } from "#domain/reports/count-open-work.ts";
import { isAllowed } from "#domain/policy.ts";

/** What waits for the team, counted once for the menu and the page; nothing for who has no part in it. */
export const getOpenWork = cache(async (): Promise<OpenWork> => {
  const ctx = await getPageReadCtx();
  return isAllowed(ctx.actor, "dashboard.read")
    ? countOpenWork(ctx)
    : { items: [], tickets: undefined, chargesTax: false };
});
