import { and, eq } from "drizzle-orm";
import type { MaterialKind } from "#db/enums.ts";
import {
  coursePositions,
  materialProgress,
  materials,
  materialSections,
  usageMaterialStudents,
} from "#db/schema/index.ts";
import { type Access, isShown } from "../access/get-access.ts";
import type { ReleaseRule } from "../access/material-release.ts";
import { type Languages, localizeSection } from "../courses/course-texts.ts";
import { IN_COURSE_ORDER, isSectionOfMaterial } from "../courses/material-order.ts";
import { getPercent } from "../enrolments/is-complete.ts";
import type { ReadCtx } from "../kernel/command.ts";

const MATERIALS_MAX = 500;

export type MaterialEntry = {
  id: string;
  title: string;
  kind: MaterialKind;
  opened: boolean;
  done: boolean;
  sectionId: string | null;
  /** From when students see it, for those who teach. */
  release: ReleaseRule;
  isPreview: boolean;
};

/** A heading over materials that follow one another. */
export type SectionEntry = { id: string; title: string; titleLanguage: string };

/** Of all materials, also of those that are still to come. */
export type Progress = { done: number; total: number; percent: number };

export type CourseMaterials = {
  /** What whoever looks may open now, in the course's order. */
  materials: MaterialEntry[];
  /** The headings over them, by id. */
  sections: Map<string, SectionEntry>;
  /** How many are published later. */
  upcoming: number;
  progress: Progress;
  /** Where a student goes on: what they opened last, or when that is done, what follows it that is not. None when all is done. */
  next: { id: string; title: string; isStarted: boolean } | null;
};

/** What stands in a course for whoever may open it, with what they have done of it: one statement. */
export async function loadMaterials(
  ctx: ReadCtx,
  of: { studentId: string; courseId: string; access: Access; languages: Languages },
): Promise<CourseMaterials> {
  const { studentId, courseId, access, languages } = of;
  const rows = await ctx.read
    .select({
      ...{ id: materials.id, title: materials.title, kind: materials.kind, sectionId: materials.sectionId },
      ...{
        publishOn: materials.publishOn,
        publishAfterDays: materials.publishAfterDays,
        isPreview: materials.isPreview,
      },
      opener: usageMaterialStudents.studentId,
      doneAt: materialProgress.doneAt,
      lastAt: coursePositions.openedAt,
      sectionTitle: materialSections.title,
      sectionTranslations: materialSections.translations,
    })
    .from(materials)
    .leftJoin(materialSections, isSectionOfMaterial)
    .leftJoin(
      usageMaterialStudents,
      and(eq(usageMaterialStudents.studentId, studentId), eq(usageMaterialStudents.materialId, materials.id)),
    )
    .leftJoin(
      materialProgress,
      and(eq(materialProgress.studentId, studentId), eq(materialProgress.materialId, materials.id)),
    )
    .leftJoin(
      coursePositions,
      and(eq(coursePositions.studentId, studentId), eq(coursePositions.materialId, materials.id)),
    )
    .where(eq(materials.courseId, courseId))
    .orderBy(...IN_COURSE_ORDER)
    .limit(MATERIALS_MAX);
  const shown = rows.filter((row) => isShown(row, access, ctx.now));
  const done = rows.filter(({ doneAt }) => doneAt !== null).length;
  return {
    materials: shown.map(({ id, title, kind, sectionId, isPreview, ...row }) => ({
      ...{ id, title, kind, sectionId, isPreview },
      release: { publishOn: row.publishOn, publishAfterDays: row.publishAfterDays },
      opened: row.opener !== null || row.lastAt !== null,
      done: row.doneAt !== null,
    })),
    sections: sectionsOf(shown, languages),
    upcoming: rows.length - shown.length,
    progress: { done, total: rows.length, percent: getPercent(done, rows.length) },
    next: getNext(shown),
  };
}

type SectionOfRow = {
  sectionId: string | null;
  sectionTitle: string | null;
  sectionTranslations: Record<string, { title?: string }> | null;
};

function sectionsOf(rows: readonly SectionOfRow[], languages: Languages): Map<string, SectionEntry> {
  const sections = new Map<string, SectionEntry>();
  for (const { sectionId: id, sectionTitle, sectionTranslations: translations } of rows) {
    if (id === null || sections.has(id)) continue;
    const { title, textLanguages } = localizeSection({ title: sectionTitle ?? "", translations }, languages);
    sections.set(id, { id, title, titleLanguage: textLanguages.title });
  }
  return sections;
}

type Step = { id: string; title: string; doneAt: Date | null; lastAt: Date | null };

function getNext(rows: readonly Step[]): CourseMaterials["next"] {
  const last = rows.findIndex(({ lastAt }) => lastAt !== null);
  const isOpen = ({ doneAt }: Step) => doneAt === null;
  // What was left undone before comes last.
  const next = (last < 0 ? undefined : rows.slice(last).find(isOpen)) ?? rows.find(isOpen);
  return next ? { id: next.id, title: next.title, isStarted: rows.some((row) => !isOpen(row)) || last >= 0 } : null;
}
