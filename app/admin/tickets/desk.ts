import { cache } from "react";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { getDesk } from "#domain/tickets/get-desk.ts";

/** The desk's views and its people, asked once for the list and the ticket that is open. */
export const loadDesk = cache(async () => getDesk(await getPageReadCtx()));
