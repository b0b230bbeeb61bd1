import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { announcements, courses, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import type { MailPayloads } from "./kinds.ts";

/** What a mail says of what was written to the students of a course. */
export type AnnouncementFacts = {
  studentName: string;
  authorName: string;
  courseId: string;
  courseTitle: string;
  courseSlug: string;
  subject: string;
  body: string;
};

export async function getAnnouncementFacts(
  read: Reader,
  { announcementId, studentId }: MailPayloads["announcement"],
  language: string,
): Promise<AnnouncementFacts | undefined> {
  const authors = alias(users, "authors");
  const [row] = await read
    .select({
      studentName: users.name,
      authorName: authors.name,
      courseId: courses.id,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
      subject: announcements.subject,
      body: announcements.body,
    })
    .from(announcements)
    .innerJoin(courses, eq(courses.id, announcements.courseId))
    .innerJoin(authors, eq(authors.id, announcements.authorId))
    .innerJoin(users, eq(users.id, studentId))
    .where(eq(announcements.id, announcementId));
  return row;
}
