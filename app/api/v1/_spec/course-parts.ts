import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { FILES_BYTES_MAX, Id, Nothing, Upload } from "#domain/api/parts.ts";
import { Course, Material, Meeting, Teacher, WholeMaterial } from "#domain/api/shapes.ts";
import { MATERIALS_MAX, MaterialFields, MEETINGS_MAX, MeetingFields, StaffList } from "#domain/courses/inputs.ts";

const subject = "Courses";

export const uploadPicture = operation({
  id: "uploadPicture",
  method: "POST",
  path: "/courses/{id}/picture",
  subject,
  summary: "Give a course its picture",
  detail:
    "A PNG, JPEG, WebP or GIF of at most 10 MB, which everybody sees. To take it away, change `imageFileId` to null.",
  needs: "course.edit",
  body: z.strictObject({ file: Upload }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: Course,
  refusals: ["file_too_large", "file_type_refused"],
});

export const listTeachers = operation({
  id: "listTeachers",
  method: "GET",
  path: "/courses/{id}/teachers",
  subject,
  summary: "List who teaches a course",
  detail: "In the order in which its page names them.",
  needs: "course.read",
  status: 200,
  answer: z.strictObject({ items: z.array(Teacher) }),
});

export const setTeachers = operation({
  id: "setTeachers",
  method: "POST",
  path: "/courses/{id}/teachers",
  subject,
  summary: "Say who teaches a course",
  detail:
    "The whole list: who is left out teaches it no more. They may edit it as soon as they have the role of an instructor.",
  needs: "course.staff",
  body: z.strictObject({ teachers: z.array(StaffList.element.strict()).max(20) }),
  status: 200,
  answer: z.strictObject({ items: z.array(Teacher) }),
});

const materials = "Materials";

export const listMaterials = operation({
  id: "listMaterials",
  method: "GET",
  path: "/courses/{id}/materials",
  subject: materials,
  summary: "List the materials of a course",
  detail: `In their order, for those who run it: all of them, which are never more than ${MATERIALS_MAX}. Students open them in the course, where that is recorded.`,
  needs: "course.read_hidden",
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
});

const { kind, title, body, url } = MaterialFields.shape;

export const addMaterial = operation({
  id: "addMaterial",
  method: "POST",
  path: "/courses/{id}/materials",
  subject: materials,
  summary: "Add a material",
  detail:
    "At the end of the others. A text needs its `body`, a link its `url`, a file its `file` of at most 10 MB; larger ones go by the page.",
  needs: "material.edit",
  body: z.strictObject({ kind, title, body, url, file: Upload.optional() }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 201,
  answer: WholeMaterial,
  refusals: ["file_too_large", "file_type_refused"],
});

export const orderMaterials = operation({
  id: "orderMaterials",
  method: "POST",
  path: "/courses/{id}/materials/order",
  subject: materials,
  summary: "Put the materials in another order",
  detail: "Every material is named once, or another edit came in between.",
  needs: "material.edit",
  body: z.strictObject({ materialIds: z.array(Id("mat")).max(MATERIALS_MAX) }),
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
  refusals: ["wrong_state"],
});

export const readMaterial = operation({
  id: "readMaterial",
  method: "GET",
  path: "/materials/{id}",
  subject: materials,
  summary: "Read a material",
  needs: "course.read_hidden",
  status: 200,
  answer: WholeMaterial,
});

export const editMaterial = operation({
  id: "editMaterial",
  method: "PATCH",
  path: "/materials/{id}",
  subject: materials,
  summary: "Change a material",
  detail: "Only what is sent changes.",
  needs: "material.edit",
  body: z.strictObject({
    kind: kind.optional(),
    title: title.optional(),
    body: body.unwrap().optional(),
    url: url.unwrap().optional(),
    file: Upload.optional(),
  }),
  bodyBytesMax: FILES_BYTES_MAX,
  status: 200,
  answer: WholeMaterial,
  refusals: ["file_too_large", "file_type_refused"],
});

export const removeMaterial = operation({
  id: "removeMaterial",
  method: "POST",
  path: "/materials/{id}/remove",
  subject: materials,
  summary: "Take a material out of its course",
  detail: "Answers with the ones that are left.",
  needs: "material.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ items: z.array(Material) }),
});

const meetings = "Meetings";

export const listMeetings = operation({
  id: "listMeetings",
  method: "GET",
  path: "/cohorts/{id}/meetings",
  subject: meetings,
  summary: "List the meetings of a cohort",
  detail: `By time, for those who run its course: all of them, which are never more than ${MEETINGS_MAX}.`,
  needs: "course.read_hidden",
  status: 200,
  answer: z.strictObject({ items: z.array(Meeting) }),
});

const WEEKS_MAX = 52;

export const addMeetings = operation({
  id: "addMeetings",
  method: "POST",
  path: "/cohorts/{id}/meetings",
  subject: meetings,
  summary: "Add a meeting, or one a week",
  detail:
    "With `weeks` it is repeated at the same hour on the wall clock of the cohort's timezone. Answers with those that were added.",
  needs: "cohort.edit",
  body: MeetingFields.safeExtend({ weeks: z.int().min(1).max(WEEKS_MAX).default(1) }).strict(),
  status: 201,
  answer: z.strictObject({ items: z.array(Meeting) }),
});

const when = MeetingFields.shape;

export const editMeeting = operation({
  id: "editMeeting",
  method: "PATCH",
  path: "/meetings/{id}",
  subject: meetings,
  summary: "Change a meeting",
  detail: "Only what is sent changes. Calendars that have it move it too.",
  needs: "cohort.edit",
  body: z.strictObject({
    title: when.title.unwrap().optional(),
    note: when.note.unwrap().optional(),
    startsAt: when.startsAt.optional(),
    endsAt: when.endsAt.optional(),
    place: when.place.unwrap().optional(),
    link: when.link.unwrap().optional(),
  }),
  status: 200,
  answer: Meeting,
});

export const removeMeeting = operation({
  id: "removeMeeting",
  method: "POST",
  path: "/meetings/{id}/remove",
  subject: meetings,
  summary: "Take a meeting out of its cohort",
  detail: "Answers with the ones that are left.",
  needs: "cohort.edit",
  body: Nothing,
  status: 200,
  answer: z.strictObject({ items: z.array(Meeting) }),
});

export const coursePartOperations = [
  uploadPicture,
  listTeachers,
  setTeachers,
  listMaterials,
  addMaterial,
  orderMaterials,
  readMaterial,
  editMaterial,
  removeMaterial,
  listMeetings,
  addMeetings,
  editMeeting,
  removeMeeting,
];
