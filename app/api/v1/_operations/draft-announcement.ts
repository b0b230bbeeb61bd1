import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { toAnnouncementView } from "#domain/api/announcements.ts";
import { Announcement } from "#domain/api/announcement-shapes.ts";
import { draftAnnouncement } from "#domain/announcements/draft-announcement.ts";
import { AnnouncementFields } from "#domain/announcements/inputs.ts";

export default defineWrite({
  id: "draftAnnouncement",
  method: "POST",
  path: "/courses/{id}/announcements",
  subject: "Announcements",
  summary: "Write to the students of a course",
  detail:
    "Keeps a draft; nobody gets it before it is sent. Without `cohortId` it is for all cohorts. `not_paid` is for those who may see orders.",
  needs: "announcement.send",
  body: z.strictObject(AnnouncementFields.shape),
  status: 201,
  answer: Announcement,
  handle: (ctx, { id, body }) => draftAnnouncement(ctx, { ...body, courseId: id }).then(toAnnouncementView),
});
