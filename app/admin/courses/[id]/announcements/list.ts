import { defineAddress } from "#app/admin/_list/list.ts";
import { announcementList } from "#domain/announcements/list-announcements.ts";

export const createAnnouncementAddress = (courseId: string) =>
  defineAddress({
    path: `/admin/courses/${courseId}/announcements`,
    list: announcementList,
    words: { state: "state" },
    defaultSort: { sort: "created", direction: "desc" },
  });
