export type { TicketPriority, TicketState } from "#db/words.ts";
