import { defineRead } from "#app/_http/json.ts";
import { createListQuery, createPageSchema } from "#domain/api/parts.ts";
import { Announcement } from "#domain/api/announcement-shapes.ts";
import { announcementPages } from "#domain/api/announcements.ts";

export default defineRead({
  id: "listAnnouncements",
  method: "GET",
  path: "/announcements",
  subject: "Announcements",
  summary: "List what was written to students",
  detail: "The newest first: all of it for the office, and for teachers that of their courses.",
  needs: "announcement.read",
  query: createListQuery(announcementPages),
  status: 200,
  answer: createPageSchema(Announcement),
  handle: (ctx, { query }) => announcementPages.after(ctx, query),
});
