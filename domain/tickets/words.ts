export type { TicketPriority, TicketState } from "#db/enums.ts";
