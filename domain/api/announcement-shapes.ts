import { z } from "zod";
import { ANNOUNCEMENT_AUDIENCES, ANNOUNCEMENT_STATES } from "#db/enums.ts";
import { Id, Moment } from "./parts.ts";

export const Announcement = z
  .strictObject({
    id: Id("ann"),
    courseId: Id("crs"),
    cohortId: Id("coh").nullable().meta({ description: "Null for all cohorts of the course." }),
    audience: z.enum(ANNOUNCEMENT_AUDIENCES),
    subject: z.string(),
    body: z.string().meta({ description: "Plain text." }),
    state: z.enum(ANNOUNCEMENT_STATES),
    authorId: Id("usr"),
    mails: z.int().meta({ description: "For how many people a mail was made so far." }),
    createdAt: Moment,
    sentAt: Moment.nullable(),
  })
  .meta({ id: "Announcement" });
export type AnnouncementView = z.output<typeof Announcement>;
