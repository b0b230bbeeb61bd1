"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { discardAnnouncement } from "#domain/announcements/discard-announcement.ts";
import { draftAnnouncement } from "#domain/announcements/draft-announcement.ts";
import { editAnnouncement } from "#domain/announcements/edit-announcement.ts";
import { AnnouncementFields } from "#domain/announcements/inputs.ts";
import { sendAnnouncement } from "#domain/announcements/send-announcement.ts";

const Id = z.string().max(60);
const Ref = z.object({ courseId: Id, announcementId: Id });

const back = (courseId: string, announcementId: string, done: DoneKey) =>
  redirectDone(`/admin/courses/${courseId}/announcements/${announcementId}`, done);

export const draftAnnouncementAction = action(AnnouncementFields.extend({ courseId: Id }), async ({ write }, input) => {
  const { id } = await write((ctx) => draftAnnouncement(ctx, input));
  await back(input.courseId, id, "announcement-drafted");
});

export const editAnnouncementAction = action(AnnouncementFields.extend(Ref.shape), async ({ write }, input) => {
  await write((ctx) => editAnnouncement(ctx, input));
  await back(input.courseId, input.announcementId, "announcement-drafted");
});

export const sendAnnouncementAction = action(Ref, async ({ write }, input) => {
  await write((ctx) => sendAnnouncement(ctx, input));
  await back(input.courseId, input.announcementId, "announcement-sent");
});

export const discardAnnouncementAction = action(Ref, async ({ write }, input) => {
  const { courseId } = await write((ctx) => discardAnnouncement(ctx, input));
  await redirectDone(`/admin/courses/${courseId}/announcements`, "announcement-discarded");
});
