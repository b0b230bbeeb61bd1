import { sortKey } from "../kernel/sort-key.ts";

/** What a course is sorted by, by title and by subject: see person-keys.ts. */
export function courseKeys({ title, subject }: { title: string; subject: string }) {
  return { sortKey: sortKey(title), subjectKey: sortKey(subject), keysOf: `${title} ${subject}` };
}
