import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import type { Actor } from "../kernel/actor.ts";
import { addMaterial } from "./add-material.ts";
import { addSection } from "./add-section.ts";
import { editMaterial } from "./edit-material.ts";
import { editSection } from "./edit-section.ts";
import { getCoursePage } from "./get-course-page.ts";
import { listMaterials } from "./get-course-office.ts";
import { moveMaterial } from "./move-material.ts";
import { moveSection } from "./move-section.ts";
import { removeMaterial } from "./remove-material.ts";
import { removeSection } from "./remove-section.ts";
import { translateSection } from "./translate-section.ts";

let school: TestSchool;
let admin: Actor & { type: "user" };
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(() => school.drop());

/** A course with materials a to e, of which the last two stand under a section. */
async function course() {
  const { courseId } = await school.cohort();
  const as = school.as(admin);
  const section = await as((ctx) => addSection(ctx, { courseId, title: "Paper" }));
  const fields = { courseId, kind: "text", body: "Fold.", url: "", fileId: null } as const;
  const ids: Record<string, string> = {};
  for (const title of ["a", "b", "c", "d", "e"]) {
    const sectionId = title > "c" ? section.id : null;
    ids[title] = (await as((ctx) => addMaterial(ctx, { ...fields, title, sectionId }))).id;
  }
  const order = async () => {
    const rows = await listMaterials(school.reading(admin), courseId);
    return rows.map(({ title, sectionId }) => (sectionId === null ? title : title.toUpperCase())).join("");
  };
  const move = (
    title: string,
    to: { direction: "up" | "down" } | { sectionId: string | null; beforeId: string | null },
  ) => as((ctx) => moveMaterial(ctx, { materialId: ids[title] ?? "", ...to }));
  return { courseId, as, section, ids, order, move, fields };
}

test("materials stand in the order of their sections, and move within them and across", async () => {
  const { section, ids, order, move } = await course();
  expect(await order()).toBe("abcDE");
  await move("c", { direction: "down" });
  expect(await order()).toBe("abCDE");
  await move("c", { direction: "up" });
  expect(await order()).toBe("abcDE");
  await move("a", { sectionId: section.id, beforeId: ids.e ?? "" });
  expect(await order()).toBe("bcDAE");
});

test("two people who move other materials at the same time both get what they wanted, and nothing is lost", async () => {
  const { order, move, section, ids, as, courseId, fields } = await course();
  await Promise.all([
    move("a", { sectionId: section.id, beforeId: null }),
    move("e", { sectionId: null, beforeId: ids.b ?? "" }),
    move("d", { direction: "up" }),
    as((ctx) => addMaterial(ctx, { ...fields, courseId, title: "f" })),
  ]);
  expect(await order()).toMatch(/^ebc(df|fd)A$/);
});

test("a place beside a material that is gone is refused, and a section of another course is none", async () => {
  const [{ as, ids, move, order, section }, other] = [await course(), await course()];
  await as((ctx) => removeMaterial(ctx, { materialId: ids.e ?? "" }));
  await expect(move("a", { sectionId: section.id, beforeId: ids.e ?? "" })).rejects.toMatchObject({
    code: "wrong_state",
  });
  await expect(move("a", { sectionId: other.section.id, beforeId: null })).rejects.toMatchObject({
    code: "wrong_state",
  });
  const fields = { kind: "text", title: "a", body: "Fold.", url: "", fileId: null } as const;
  await expect(
    as((ctx) => editMaterial(ctx, { materialId: ids.a ?? "", ...fields, sectionId: other.section.id })),
  ).rejects.toMatchObject({ code: "not_found" });
  expect(await order()).toBe("abcD");
});

test("a section that is taken out leaves its materials where they stood", async () => {
  const { as, courseId, section, order, fields } = await course();
  const second = await as((ctx) => addSection(ctx, { courseId, title: "Paste" }));
  await as((ctx) => addMaterial(ctx, { ...fields, title: "f", sectionId: second.id }));
  await as((ctx) => moveSection(ctx, { sectionId: second.id, direction: "up" }));
  expect(await order()).toBe("abcFDE");
  await as((ctx) => moveSection(ctx, { sectionId: second.id, beforeId: null }));
  expect(await order()).toBe("abcDEF");
  await as((ctx) => removeSection(ctx, { sectionId: second.id }));
  expect(await order()).toBe("abcDEF");
  await as((ctx) => removeSection(ctx, { sectionId: section.id }));
  expect(await order()).toBe("abcdef");
});

test("a section's title is given in other languages, and not overwritten by who saw an older one", async () => {
  const { as, section } = await course();
  const german = { sectionId: section.id, language: "de", title: "Papier" };
  expect((await as((ctx) => translateSection(ctx, german))).translations).toEqual({ de: { title: "Papier" } });
  const edit = (title: string, seen?: string) =>
    as((ctx) => editSection(ctx, { sectionId: section.id, title, ...(seen === undefined ? {} : { seen }) }));
  expect((await edit("Papers")).translations).toEqual({ de: { title: "Papier" } });
  await expect(edit("Sheets", "what was there before")).rejects.toMatchObject({ code: "wrong_state" });
});

test("the public page names what is published, and leads to free previews of a published course alone", async () => {
  const { as, courseId, fields } = await course();
  const later = { ...fields, title: "later", publishOn: "2099-01-01" };
  const preview = { ...fields, title: "preview", isPreview: true };
  await as((ctx) => addMaterial(ctx, later));
  const { id } = await as((ctx) => addMaterial(ctx, preview));
  const page = await getCoursePage(school.reading({ type: "visitor" }), `course-${courseId}`);
  expect(page?.materials.map(({ title }) => title)).not.toContain("later");
  expect(page?.materials.filter(({ previewId }) => previewId !== null)).toEqual([
    { title: "preview", kind: "text", previewId: id },
  ]);
});
