import { announcements } from "#db/schema/index.ts";
import type { AnnouncementState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export type Announcement = typeof announcements.$inferSelect;

/** A draft is its author's; once it is sent, mails are made until there are no more to make. */
export const announcementMachine: Machine<AnnouncementState, Announcement> = {
  object: "announcement",
  table: announcements,
  moves: { draft: ["sending"], sending: ["sent"], sent: [] },
};
