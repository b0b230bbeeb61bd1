export type { TicketAbout, TicketPriority, TicketState } from "#db/words.ts";
