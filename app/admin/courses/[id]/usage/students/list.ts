import { defineAddress } from "#app/admin/_list/list.ts";
import { courseStudentList } from "#domain/usage/list-course-students.ts";

export const createStudentAddress = (courseId: string) =>
  defineAddress({
    path: `/admin/courses/${courseId}/usage/students`,
    list: courseStudentList,
    words: { cohort: "cohortId", opened: "opened" },
    defaultSort: { sort: "student", direction: "asc" },
  });
