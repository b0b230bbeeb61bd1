import { eq } from "drizzle-orm";
import { tickets } from "#db/schema/index.ts";
import type { TicketPriority } from "#db/enums.ts";
import { encodeMessage, message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { addMessage, UNNAMED } from "./add-message.ts";
import { requireTicket, findTicket, getTicketResource } from "./find-ticket.ts";

/** Says how much a ticket presses. Only the team sees it. */
export async function setTicketPriority(
  ctx: WriteCtx,
  input: { ticketId: string; priority: TicketPriority },
): Promise<void> {
  const found = await findTicket(ctx.tx, input.ticketId);
  authorize(ctx, "ticket.prioritise", getTicketResource(found));
  const ticket = requireTicket(found);
  if (ticket.priority === input.priority) return;
  await ctx.tx.update(tickets).set({ priority: input.priority, updatedAt: ctx.now }).where(eq(tickets.id, ticket.id));
  const event = message("tickets.event_priority", { ...UNNAMED, priority: input.priority });
  await addMessage(ctx, { ticketId: ticket.id, kind: "event", body: encodeMessage(event) });
  await audit(
    ctx,
    "ticket.prioritise",
    { type: "ticket", id: ticket.id },
    { before: { priority: ticket.priority }, after: { priority: input.priority } },
  );
}
