import { and, asc, eq } from "drizzle-orm";
import { courses, files, materials } from "#db/schema/index.ts";
import type { MaterialKind } from "#db/enums.ts";
import { type Access, getAccess } from "../access/get-access.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { renderMarkdown } from "../kernel/render-markdown.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";

const MATERIALS_MAX = 500;

type Neighbour = { id: string; title: string } | null;

export type MaterialPage = {
  id: string;
  courseId: string;
  courseTitle: string;
  /** In which language that is, and in which the course was written, as its materials are. */
  titleLanguage: string;
  language: string;
  slug: string;
  title: string;
  kind: MaterialKind;
  /** Safe HTML, for a text. */
  html: string;
  /** Where a link leads. */
  url: string;
  file: { id: string; name: string; mediaType: string; sizeBytes: number } | null;
  access: Access;
  /** Its place among the course's materials, from 1. */
  position: number;
  total: number;
  previous: Neighbour;
  next: Neighbour;
};

/** One material, for whoever may open its course; undefined for everybody else, as for one that does not exist. */
export async function getMaterialPage(
  ctx: ReadCtx,
  slug: string,
  materialId: string,
): Promise<MaterialPage | undefined> {
  if (slug.length > 120 || !isId("material", materialId)) return undefined;
  const [found] = await ctx.read
    .select({
      material: materials,
      courseTitle: selectText(courses.title, ctx.language),
      titleLanguage: selectTextLanguage(courses.title, ctx.language),
      language: courses.language,
      file: files,
    })
    .from(materials)
    .innerJoin(courses, eq(courses.id, materials.courseId))
    .leftJoin(files, eq(files.id, materials.fileId))
    .where(and(eq(materials.id, materialId), eq(courses.slug, slug)));
  const access = found && (await getAccess(ctx, found.material.courseId));
  if (!found || !access) return undefined;
  const { id, courseId, title, kind, body, url } = found.material;
  const all = await ctx.read
    .select({ id: materials.id, title: materials.title })
    .from(materials)
    .where(eq(materials.courseId, courseId))
    .orderBy(asc(materials.position), asc(materials.id))
    .limit(MATERIALS_MAX);
  const at = all.findIndex((each) => each.id === id);
  const { file, courseTitle, titleLanguage, language } = found;
  return {
    ...{ id, courseId, courseTitle, titleLanguage, language, slug, title, kind, url, access },
    html: kind === "text" ? renderMarkdown(body) : "",
    file: file && { id: file.id, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes },
    position: at + 1,
    total: all.length,
    previous: all[at - 1] ?? null,
    next: all[at + 1] ?? null,
  };
}
