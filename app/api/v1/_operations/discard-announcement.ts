import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Nothing } from "#domain/api/parts.ts";
import { discardAnnouncement } from "#domain/announcements/discard-announcement.ts";

export default defineWrite({
  id: "discardAnnouncement",
  method: "POST",
  path: "/announcements/{id}/discard",
  subject: "Announcements",
  summary: "Discard a draft",
  detail: "What was sent stays.",
  needs: "announcement.send",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ discarded: z.literal(true) }),
  refusals: ["wrong_state"],
  handle: async (ctx, { id }) => {
    await discardAnnouncement(ctx, { announcementId: id });
    return { discarded: true as const };
  },
});
