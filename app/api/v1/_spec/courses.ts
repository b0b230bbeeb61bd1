import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { Id, Nothing, pageOf, Paging, Reason } from "#domain/api/parts.ts";
import { Cohort, Course, SavedCohort } from "#domain/api/shapes.ts";
import { CohortChanges, CohortFields, CourseChanges, CourseFields } from "#domain/courses/inputs.ts";

const subject = "Courses";

export const listCourses = operation({
  id: "listCourses",
  method: "GET",
  path: "/courses",
  subject,
  summary: "List courses",
  detail: "Published ones; those who run the school see drafts and archived ones too, an instructor those they teach.",
  needs: "course.read",
  query: z.strictObject({
    ...Paging,
    state: Course.shape.state.optional(),
    subject: z.string().max(100).optional(),
    level: Course.shape.level.optional(),
    q: z.string().max(200).optional().meta({ description: "Words, or parts of them, that must all be found." }),
  }),
  status: 200,
  answer: pageOf(Course),
});

export const createCourse = operation({
  id: "createCourse",
  method: "POST",
  path: "/courses",
  subject,
  summary: "Create a course",
  detail: "It begins as a draft that only the school sees. Its address comes from its title.",
  needs: "course.create",
  body: CourseFields.strict(),
  status: 201,
  answer: Course,
});

export const readCourse = operation({
  id: "readCourse",
  method: "GET",
  path: "/courses/{id}",
  subject,
  summary: "Read a course",
  detail: "By its id or by its slug.",
  needs: "course.read",
  status: 200,
  answer: Course,
});

export const editCourse = operation({
  id: "editCourse",
  method: "PATCH",
  path: "/courses/{id}",
  subject,
  summary: "Change a course",
  detail: "Only what is sent changes.",
  needs: "course.edit",
  body: CourseChanges.strict(),
  status: 200,
  answer: Course,
  refusals: ["slug_taken", "course_not_ready", "file_type_refused"],
});

export const publishCourse = operation({
  id: "publishCourse",
  method: "POST",
  path: "/courses/{id}/publish",
  subject,
  summary: "Publish a course",
  needs: "course.publish",
  body: Nothing,
  status: 200,
  answer: Course,
  refusals: ["course_not_ready", "wrong_state"],
});

export const unpublishCourse = operation({
  id: "unpublishCourse",
  method: "POST",
  path: "/courses/{id}/unpublish",
  subject,
  summary: "Make a course a draft again",
  needs: "course.publish",
  body: Nothing,
  status: 200,
  answer: Course,
  refusals: ["wrong_state"],
});

export const archiveCourse = operation({
  id: "archiveCourse",
  method: "POST",
  path: "/courses/{id}/archive",
  subject,
  summary: "Archive a course",
  detail: "Takes it out of the catalogue for good. Its students keep what they may open.",
  needs: "course.publish",
  body: Reason,
  status: 200,
  answer: Course,
  refusals: ["wrong_state"],
});

const offerings = "Cohorts";

export const listCohorts = operation({
  id: "listCohorts",
  method: "GET",
  path: "/cohorts",
  subject: offerings,
  summary: "List cohorts",
  needs: "course.read",
  query: z.strictObject({ ...Paging, courseId: Id("crs").optional(), state: Cohort.shape.state.optional() }),
  status: 200,
  answer: pageOf(Cohort),
});

export const createCohort = operation({
  id: "createCohort",
  method: "POST",
  path: "/cohorts",
  subject: offerings,
  summary: "Create a cohort",
  detail: "A new offering of a course, open as soon as the course is published and its window begins.",
  needs: "cohort.edit",
  body: CohortFields.safeExtend({ courseId: Id("crs") }).strict(),
  status: 201,
  answer: SavedCohort,
});

export const readCohort = operation({
  id: "readCohort",
  method: "GET",
  path: "/cohorts/{id}",
  subject: offerings,
  summary: "Read a cohort",
  needs: "course.read",
  status: 200,
  answer: Cohort,
});

export const editCohort = operation({
  id: "editCohort",
  method: "PATCH",
  path: "/cohorts/{id}",
  subject: offerings,
  summary: "Change a cohort",
  detail: "Only what is sent changes. Orders that were made keep their price.",
  needs: "cohort.edit",
  body: CohortChanges.strict(),
  status: 200,
  answer: SavedCohort,
  refusals: ["seats_below_taken", "wrong_state"],
});

export const cancelCohort = operation({
  id: "cancelCohort",
  method: "POST",
  path: "/cohorts/{id}/cancel",
  subject: offerings,
  summary: "Cancel a cohort",
  detail:
    "Only one in which nobody has a place or a held seat. Whoever waits for a seat or was offered one is told by mail, with the reason.",
  needs: "cohort.edit",
  body: Reason,
  status: 200,
  answer: Cohort,
  refusals: ["cohort_in_use", "wrong_state"],
});

export const courseOperations = [
  listCourses,
  createCourse,
  readCourse,
  editCourse,
  publishCourse,
  unpublishCourse,
  archiveCourse,
  listCohorts,
  createCohort,
  readCohort,
  editCohort,
  cancelCohort,
];
