import { and, eq } from "drizzle-orm";
import {
  applicationAnswers,
  applications,
  attachments,
  certificates,
  courses,
  courseStaff,
  enrolmentAnswers,
  enrolments,
  files,
  materialProgress,
  materials,
  ticketMessages,
  tickets,
} from "#db/schema/index.ts";
import { getAccess, isShown } from "../access/get-access.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { isAllowed } from "../policy.ts";

export type FileView = {
  id: string;
  sha256: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  isPublic: boolean;
};

/** A file that the actor may read. Unknown ones and other people's are both undefined. */
export async function getFile(ctx: ReadCtx, id: string): Promise<FileView | undefined> {
  if (!isId("file", id)) return undefined;
  const [file] = await ctx.read
    .select({
      id: files.id,
      sha256: files.sha256,
      name: files.name,
      mediaType: files.mediaType,
      sizeBytes: files.sizeBytes,
      isPublic: files.isPublic,
    })
    .from(files)
    .where(eq(files.id, id));
  return file && (await mayReadFile(ctx, file)) ? file : undefined;
}

/** Whether the actor may read a file: it is public, or belongs to a message, a certificate, a material or an answer that they may see. */
async function mayReadFile(ctx: ReadCtx, file: { id: string; isPublic: boolean }): Promise<boolean> {
  if (file.isPublic) return true;
  if (await isInOpenMaterial(ctx, file.id)) return true;
  if (ctx.actor.type === "visitor") return false;
  return (
    (await isInReadableMessage(ctx, file.id)) ||
    (await isReadableCertificate(ctx, file.id)) ||
    (await isInAnswer(ctx, file.id)) ||
    (await isInApplication(ctx, file.id))
  );
}

/** What came with an enrolment, for whoever may read that. */
async function isInAnswer(ctx: ReadCtx, fileId: string): Promise<boolean> {
  const [answer] = await ctx.read
    .select({ ownerId: enrolments.studentId, courseId: enrolments.courseId })
    .from(enrolmentAnswers)
    .innerJoin(enrolments, eq(enrolments.id, enrolmentAnswers.enrolmentId))
    .where(eq(enrolmentAnswers.fileId, fileId));
  if (!answer) return false;
  const staff = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, answer.courseId));
  const teacherIds = staff.map(({ userId }) => userId);
  return isAllowed(ctx.actor, "enrolment.read", { ownerId: answer.ownerId, teacherIds });
}

/** What came with an application, for whoever may read that. */
async function isInApplication(ctx: ReadCtx, fileId: string): Promise<boolean> {
  const [answer] = await ctx.read
    .select({ ownerId: applications.studentId })
    .from(applicationAnswers)
    .innerJoin(applications, eq(applications.id, applicationAnswers.applicationId))
    .where(eq(applicationAnswers.fileId, fileId));
  return answer !== undefined && isAllowed(ctx.actor, "application.read", { ownerId: answer.ownerId });
}

/** What goes with an internal note is as hidden from the student as the note. */
async function isInReadableMessage(ctx: ReadCtx, fileId: string): Promise<boolean> {
  const rows = await ctx.read
    .select({ kind: ticketMessages.kind, ownerId: tickets.requesterId })
    .from(attachments)
    .innerJoin(ticketMessages, eq(ticketMessages.id, attachments.messageId))
    .innerJoin(tickets, eq(tickets.id, ticketMessages.ticketId))
    .where(eq(attachments.fileId, fileId));
  return rows.some(({ kind, ownerId }) =>
    isAllowed(ctx.actor, kind === "note" ? "ticket.note" : "ticket.read", { ownerId }),
  );
}

async function isReadableCertificate(ctx: ReadCtx, fileId: string): Promise<boolean> {
  const [found] = await ctx.read
    .select({ ownerId: certificates.studentId, courseId: certificates.courseId })
    .from(certificates)
    .where(eq(certificates.fileId, fileId));
  if (!found) return false;
  const teachers = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, found.courseId));
  const teacherIds = teachers.map(({ userId }) => userId);
  return isAllowed(ctx.actor, "certificate.read", { ownerId: found.ownerId, teacherIds });
}

/** A free preview of a published course is anybody's; any other material opens with its course, once it is published. */
async function isInOpenMaterial(ctx: ReadCtx, fileId: string): Promise<boolean> {
  const { courseId, publishOn, publishAfterDays, isPreview } = materials;
  const { studentId, materialId, doneAt } = materialProgress;
  const rows = await ctx.read
    .select({ courseId, publishOn, publishAfterDays, isPreview, state: courses.state, doneAt })
    .from(materials)
    .innerJoin(courses, eq(courses.id, courseId))
    .leftJoin(materialProgress, and(eq(studentId, getActorId(ctx.actor)), eq(materialId, materials.id)))
    .where(eq(materials.fileId, fileId));
  if (rows.some(({ isPreview, state }) => isPreview && state === "published")) return true;
  for (const row of rows) {
    const access = await getAccess(ctx, row.courseId);
    if (access && isShown(row, access, ctx.now)) return true;
  }
  return false;
}
