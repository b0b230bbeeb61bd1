import { tickets } from "#db/schema/index.ts";
import type { TicketState } from "#db/enums.ts";
import { DAY_MS } from "../kernel/clock.ts";
import type { Machine } from "../kernel/machine.ts";

export type Ticket = typeof tickets.$inferSelect;

export const ticketMachine: Machine<TicketState, Ticket> = {
  object: "ticket",
  table: tickets,
  moves: {
    new: ["open", "waiting_on_student", "resolved", "closed", "merged"],
    open: ["waiting_on_student", "resolved", "closed", "merged"],
    waiting_on_student: ["open", "resolved", "closed", "merged"],
    resolved: ["open", "closed", "merged"],
    closed: ["open"],
    merged: [],
  },
};

/** Where somebody still has something to do. */
export const UNRESOLVED: readonly TicketState[] = ["new", "open", "waiting_on_student"];

/** For how long after it was resolved a student's reply opens a ticket again. Afterwards it counts as closed. */
export const GRACE_MS = 14 * DAY_MS;

export function isPastGrace(ticket: Pick<Ticket, "state" | "resolvedAt">, now: Date): boolean {
  return (
    ticket.state === "resolved" && ticket.resolvedAt !== null && now.getTime() - ticket.resolvedAt.getTime() > GRACE_MS
  );
}

export const SUBJECT_CHARACTERS_MAX = 200;
export const BODY_CHARACTERS_MAX = 20_000;
