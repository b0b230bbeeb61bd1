import { asc, eq, sql } from "drizzle-orm";
import { materials, materialSections } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { MaterialGroup } from "./material-moves.ts";

/** SQL: the row of `materialSections` that a material stands under; joined from the left, because not each stands under one. */
export const isSectionOfMaterial = eq(materialSections.id, materials.sectionId);

/** SQL: a course's materials in their order: those without a section first, then section after section. Needs the join above. */
export const IN_COURSE_ORDER = [
  sql`coalesce(${materialSections.position}, 0)`,
  sql`coalesce(${materials.sectionId}, '')`,
  asc(materials.position),
  asc(materials.id),
];

/** SQL: a course's sections in their order. */
export const SECTION_ORDER = [asc(materialSections.position), asc(materialSections.id)];

type Placed = { id: string; sectionId: string | null; position: number };

/** A course's materials with the places they have, and the same as groups: what has no section first, then each section, also an empty one. */
export async function loadMaterialGroups(
  from: Reader,
  courseId: string,
): Promise<{ placed: Map<string, Placed>; groups: MaterialGroup[] }> {
  const sections = await from
    .select({ id: materialSections.id })
    .from(materialSections)
    .where(eq(materialSections.courseId, courseId))
    .orderBy(...SECTION_ORDER);
  const rows = await from
    .select({ id: materials.id, sectionId: materials.sectionId, position: materials.position })
    .from(materials)
    .where(eq(materials.courseId, courseId))
    .orderBy(asc(materials.position), asc(materials.id));
  const idsUnder = (sectionId: string | null) => rows.filter((row) => row.sectionId === sectionId).map(({ id }) => id);
  return {
    placed: new Map(rows.map((row) => [row.id, row])),
    groups: [null, ...sections.map(({ id }) => id)].map((sectionId) => ({ sectionId, ids: idsUnder(sectionId) })),
  };
}
