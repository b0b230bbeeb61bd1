import { defineRead } from "#app/_http/json.ts";
import { Announcement } from "#domain/api/announcement-shapes.ts";
import { getAnnouncementView } from "#domain/api/announcements.ts";

export default defineRead({
  id: "readAnnouncement",
  method: "GET",
  path: "/announcements/{id}",
  subject: "Announcements",
  summary: "Read what was written to students",
  detail: "`mails` is for how many people a mail was made.",
  needs: "announcement.read",
  status: 200,
  answer: Announcement,
  handle: (ctx, { id }) => getAnnouncementView(ctx, id),
});
