import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { addFile } from "../files/add-file.ts";
import { addMaterial } from "./add-material.ts";
import { createCourse } from "./create-course.ts";
import { editMaterial } from "./edit-material.ts";
import { CourseFields } from "./inputs.ts";
import { MaterialFields } from "./material-inputs.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

type Person = Awaited<ReturnType<TestSchool["person"]>>;

const SHA = "a".repeat(64);
const upload = (person: Person) =>
  school.as(person)((ctx) =>
    addFile(ctx, { sha256: SHA, name: "notes.pdf", mediaType: "application/pdf", sizeBytes: 9 }),
  );

async function courseOf(admin: Person, title: string) {
  return school.as(admin)((ctx) => createCourse(ctx, CourseFields.parse({ title })));
}

const asFile = (fileId: string) => MaterialFields.parse({ kind: "file", title: "Notes", fileId });

test("what somebody sent the desk never becomes a course's material, however well its id is known", async () => {
  const admin = await school.person("admin");
  const { id: courseId } = await courseOf(admin, "Bookbinding");
  const sent = await upload(await school.person("student"));
  const add = (fileId: string) => school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...asFile(fileId) }));
  await expect(add(sent)).rejects.toMatchObject({ code: "not_found" });
  const { id: materialId } = await add(await upload(admin));
  const edit = (fileId: string) => school.as(admin)((ctx) => editMaterial(ctx, { materialId, ...asFile(fileId) }));
  await expect(edit(sent)).rejects.toMatchObject({ code: "not_found" });
});

test("a file that is a course's already stays usable there by a colleague, and in no other course", async () => {
  const [admin, colleague] = [await school.person("admin"), await school.person("admin")];
  const { id: courseId } = await courseOf(admin, "Etching");
  const { id: elsewhere } = await courseOf(admin, "Drawing");
  const fileId = await upload(admin);
  const { id: materialId } = await school.as(admin)((ctx) => addMaterial(ctx, { courseId, ...asFile(fileId) }));
  const renamed = { ...asFile(fileId), title: "Notes, second edition" };
  expect(await school.as(colleague)((ctx) => editMaterial(ctx, { materialId, ...renamed }))).toMatchObject({ fileId });
  await expect(
    school.as(colleague)((ctx) => addMaterial(ctx, { courseId: elsewhere, ...asFile(fileId) })),
  ).rejects.toMatchObject({ code: "not_found" });
});
