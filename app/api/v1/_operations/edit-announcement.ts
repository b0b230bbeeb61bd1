import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toAnnouncementView } from "#domain/api/announcements.ts";
import { Announcement } from "#domain/api/announcement-shapes.ts";
import { editAnnouncement } from "#domain/announcements/edit-announcement.ts";
import { AnnouncementFields } from "#domain/announcements/inputs.ts";

export default defineWrite({
  id: "editAnnouncement",
  method: "PATCH",
  path: "/announcements/{id}",
  subject: "Announcements",
  summary: "Change a draft",
  detail: "All of it is sent anew.",
  needs: "announcement.send",
  body: z.strictObject(AnnouncementFields.shape),
  status: 200,
  answer: Announcement,
  refusals: ["wrong_state"],
  handle: (ctx, { id, body }) => editAnnouncement(ctx, { ...body, announcementId: id }).then(toAnnouncementView),
});
