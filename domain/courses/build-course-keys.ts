import { toSortKey } from "../kernel/sort-key.ts";

/** What a course is sorted by, by title and by subject: see build-person-keys.ts. */
export function buildCourseKeys({ title, subject }: { title: string; subject: string }) {
  return { sortKey: toSortKey(title), subjectKey: toSortKey(subject), keysOf: `${title} ${subject}` };
}
