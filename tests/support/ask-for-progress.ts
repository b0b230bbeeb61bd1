import { expect } from "vitest";
import type { ApiSchool } from "./api.ts";

export type Asking = {
  school: ApiSchool;
  office: string;
  student: { id: string; token: string };
  // What comes back was read with the operation's own shape; here it is any of them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- An answer of any of them.
  done: (operationId: string, id: string, token: string, body?: unknown, query?: string) => Promise<any>;
};

/** Asks for every operation about sections and progress, one after the other as a school would. */
export async function askForProgress({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId, courseId } = await school.cohort({ completionMaterialsPercent: 50 });
  const add = (title: string, more = {}) =>
    done("addMaterial", courseId, office, { kind: "text", title, body: "Read.", ...more });
  const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);
  const [one, two] = [await add("One"), await add("Two", { publishAfterDays: 0 })];
  const first = await done("addSection", courseId, office, { title: "First" });
  const second = await done("addSection", courseId, office, { title: "Second" });
  const three = await add("Three", { sectionId: second.id, isPreview: true });
  expect(three).toMatchObject({ sectionId: second.id, isPreview: true, publishOn: null, publishAfterDays: null });
  const moved = await done("moveMaterial", one.id, office, { sectionId: second.id, beforeId: three.id });
  expect(titles(moved)).toEqual(["Two", "One", "Three"]);
  expect(titles(await done("moveSection", second.id, office, { beforeId: first.id }))).toEqual(["Second", "First"]);
  expect((await done("editSection", first.id, office, { title: "Begin" })).title).toBe("Begin");
  const german = await done("translateSection", first.id, office, { language: "de", title: "Anfang" });
  expect(german.translations).toEqual({ de: { title: "Anfang" } });
  expect(titles(await done("listSections", courseId, office))).toEqual(["Second", "Begin"]);
  expect(titles(await done("removeSection", second.id, office))).toEqual(["Two", "One", "Three"]);
  const place = await done("createEnrolment", "", student.token, { cohortId, studentId: student.id });
  expect(await done("markMaterialDone", one.id, student.token)).toEqual({ completed: false });
  expect(await done("undoMaterialDone", one.id, student.token)).toEqual({ done: false });
  expect(await done("markMaterialDone", two.id, student.token)).toEqual({ completed: false });
  expect(await done("markMaterialDone", three.id, student.token)).toEqual({ completed: true });
  const progress = await done("readProgress", place.enrolment.id, student.token);
  expect(progress).toMatchObject({
    ...{ state: "completed", reached: true },
    materials: { done: 2, total: 3, percent: 66, asked: 50 },
    items: [{ materialId: two.id }, { materialId: three.id }],
  });
}
