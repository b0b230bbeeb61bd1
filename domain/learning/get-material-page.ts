import { and, eq } from "drizzle-orm";
import { courses, files, materials } from "#db/schema/index.ts";
import type { MaterialKind } from "#db/enums.ts";
import { type Access, getAccess } from "../access/get-access.ts";
import type { ReleaseRule } from "../access/material-release.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getActorId } from "../kernel/actor.ts";
import { isId } from "../kernel/ids.ts";
import { renderMarkdown } from "../kernel/render-markdown.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";
import { getPlayer, type Player } from "./get-player.ts";
import { loadMaterials, type Progress } from "./load-materials.ts";

type Neighbour = { id: string; title: string } | null;

/** What a material itself shows, to whoever may open it. */
export type MaterialContent = {
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
  /** How it plays on the page, when it is a film or a recording. */
  player: Player | undefined;
};

export type MaterialPage = MaterialContent & {
  access: Access;
  /** From when students see it, for those who teach. */
  release: ReleaseRule;
  isPreview: boolean;
  /** Whether the student has done it; none for who teaches. */
  done: boolean | null;
  progress: Progress;
  /** Its place among the materials that are published, from 1. */
  position: number;
  total: number;
  previous: Neighbour;
  next: Neighbour;
};

/**
 * One material, for whoever may open its course; undefined for everybody else, as for one that does not exist or that is not published
 * yet to the student who asks.
 */
export async function getMaterialPage(
  ctx: ReadCtx,
  slug: string,
  materialId: string,
): Promise<MaterialPage | undefined> {
  const found = await findMaterial(ctx, slug, materialId);
  const access = found && (await getAccess(ctx, found.material.courseId));
  if (!found || !access) return undefined;
  const { id, courseId, publishOn, publishAfterDays, isPreview } = found.material;
  const contents = await loadMaterials(ctx, {
    ...{ studentId: getActorId(ctx.actor), courseId, access },
    languages: { written: found.language, wanted: ctx.language },
  });
  const all = contents.materials;
  const at = all.findIndex((each) => each.id === id);
  if (at < 0) return undefined;
  return {
    ...toContent(found, slug),
    ...{ access, isPreview, release: { publishOn, publishAfterDays }, progress: contents.progress },
    done: access.why === "enrolled" ? (all[at]?.done ?? false) : null,
    position: at + 1,
    total: all.length,
    previous: toNeighbour(all[at - 1]),
    next: toNeighbour(all[at + 1]),
  };
}

/** A material that anybody may open from the page of its published course; undefined for every other one. */
export async function getPreviewPage(
  ctx: ReadCtx,
  slug: string,
  materialId: string,
): Promise<MaterialContent | undefined> {
  const found = await findMaterial(ctx, slug, materialId);
  const isOpen = found?.material.isPreview === true && found.state === "published";
  return isOpen ? toContent(found, slug) : undefined;
}

async function findMaterial(ctx: ReadCtx, slug: string, materialId: string) {
  if (slug.length > 120 || !isId("material", materialId)) return undefined;
  const [found] = await ctx.read
    .select({
      material: materials,
      courseTitle: selectText(courses.title, ctx.language),
      titleLanguage: selectTextLanguage(courses.title, ctx.language),
      language: courses.language,
      state: courses.state,
      file: files,
    })
    .from(materials)
    .innerJoin(courses, eq(courses.id, materials.courseId))
    .leftJoin(files, eq(files.id, materials.fileId))
    .where(and(eq(materials.id, materialId), eq(courses.slug, slug)));
  return found;
}

type Found = NonNullable<Awaited<ReturnType<typeof findMaterial>>>;

function toContent({ material, file, courseTitle, titleLanguage, language }: Found, slug: string): MaterialContent {
  const { id, courseId, title, kind, body, url } = material;
  return {
    ...{ id, courseId, courseTitle, titleLanguage, language, slug, title, kind, url },
    html: kind === "text" ? renderMarkdown(body) : "",
    file: file && { id: file.id, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes },
    player: getPlayer({ url: kind === "link" ? url : "", file: kind === "file" ? file : null }),
  };
}

const toNeighbour = (entry: { id: string; title: string } | undefined): Neighbour =>
  entry ? { id: entry.id, title: entry.title } : null;
