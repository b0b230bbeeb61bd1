import { defineAddress } from "#app/admin/_list/list.ts";
import { courseList } from "#domain/courses/list-courses.ts";

export const COURSE_LIST = defineAddress({
  path: "/admin/courses",
  list: courseList,
  words: { q: "q", state: "state", subject: "subject" },
  defaultSort: { sort: "title", direction: "asc" },
});
