import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { toAnnouncementView } from "#domain/api/announcements.ts";
import { Announcement } from "#domain/api/announcement-shapes.ts";
import { sendAnnouncement } from "#domain/announcements/send-announcement.ts";

export default defineWrite({
  id: "sendAnnouncement",
  method: "POST",
  path: "/announcements/{id}/send",
  subject: "Announcements",
  summary: "Send a draft",
  detail: "A job makes the mails: where it is night for a student, theirs leaves at seven in the morning.",
  needs: "announcement.send",
  body: Nothing,
  status: 200,
  answer: Announcement,
  refusals: ["wrong_state", "nobody_to_write_to"],
  handle: (ctx, { id }) => sendAnnouncement(ctx, { announcementId: id }).then(toAnnouncementView),
});
