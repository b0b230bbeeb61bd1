import { and, eq, gt, inArray, isNull, ne, or, type SQL } from "drizzle-orm";
import { cohorts, courses, enrolments, studentKeys, userRoles, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import type { StudentRecord } from "../students/student-record.ts";

/** What the school knows of those that some rows of a file are about: all that a plan decides by, asked at once. */
export type ImportState = {
  users: Map<string, ImportedUser>;
  byEmail: Map<string, ImportedUser>;
  /** By source and key. */
  keys: Map<string, StudentKey>;
  keysOf: Map<string, StudentKey[]>;
  /** The offerings that a row may mean by a word, by the word. */
  offerings: Map<string, Offering[]>;
  places: Map<string, Place[]>;
  /** Places that the office has taken back, by student and cohort: no list of another system gives them again. */
  revoked: Set<string>;
};

export type ImportedUser = Pick<
  typeof users.$inferSelect,
  "id" | "email" | "name" | "language" | "timezone" | "officeNote" | "disabledAt" | "mergedIntoId"
> & {
  isColleague: boolean;
  /** The addresses of accounts that were merged into this one: whoever is meant by them is meant by this. */
  formerEmails: string[];
};
export type StudentKey = typeof studentKeys.$inferSelect;
export type Offering = {
  id: string;
  courseId: string;
  name: string;
  title: string;
  source: string | null;
  externalKey: string | null;
  state: string;
  capacity: number | null;
  used: number;
};
export type Place = Pick<typeof enrolments.$inferSelect, "id" | "studentId" | "cohortId" | "state" | "orderLineId">;

export const buildKeyMark = (source: string, key: string) => `${source}\n${key}`;

export const buildPlaceMark = ({ studentId, cohortId }: { studentId: string; cohortId: string }) =>
  `${studentId} ${cohortId}`;

export async function loadImportState(
  from: Reader | Tx,
  now: Date,
  records: readonly StudentRecord[],
): Promise<ImportState> {
  const keyed = await loadKeys(from, records);
  const people = await loadUsers(from, records, keyed);
  const byEmail = new Map([...people.values()].map((user) => [user.email, user]));
  for (const user of people.values()) for (const email of user.formerEmails) byEmail.set(email, user);
  const ids = [...people.keys()];
  const [owned, places, offerings] = [
    await from.select().from(studentKeys).where(inArray(studentKeys.userId, ids)),
    await loadPlaces(from, ids),
    await loadOfferings(from, now, records),
  ];
  return {
    users: people,
    byEmail,
    keys: new Map([...keyed, ...owned].map((each) => [buildKeyMark(each.source, each.key), each])),
    keysOf: Map.groupBy(owned, ({ userId }) => userId),
    offerings,
    places: Map.groupBy(
      places.filter(({ state }) => state !== "revoked"),
      ({ studentId }) => studentId,
    ),
    revoked: new Set(places.flatMap((place) => (place.state === "revoked" ? [buildPlaceMark(place)] : []))),
  };
}

async function loadKeys(from: Reader | Tx, records: readonly StudentRecord[]): Promise<StudentKey[]> {
  const keys = records.flatMap(({ key, formerKey }) => [key, formerKey]).filter((key) => key !== undefined);
  if (keys.length === 0) return [];
  const sources = [...new Set(records.map(({ source }) => source))];
  return from
    .select()
    .from(studentKeys)
    .where(and(inArray(studentKeys.source, sources), inArray(studentKeys.key, keys)));
}

async function loadUsers(from: Reader | Tx, records: readonly StudentRecord[], keyed: readonly StudentKey[]) {
  const ids = [...records.flatMap(({ id }) => id ?? []), ...keyed.map(({ userId }) => userId)];
  const emails = records.flatMap(({ email }) => email ?? []);
  const people = await selectUsers(from, or(inArray(users.id, ids), inArray(users.email, emails)));
  const merged = [...people.values()].filter(({ mergedIntoId }) => mergedIntoId !== null);
  if (merged.length === 0) return people;
  const survivors = await selectUsers(
    from,
    inArray(
      users.id,
      merged.map(({ mergedIntoId }) => mergedIntoId ?? ""),
    ),
  );
  for (const [id, user] of survivors) if (!people.has(id)) people.set(id, user);
  for (const { id, email, mergedIntoId } of merged) {
    people.get(mergedIntoId ?? "")?.formerEmails.push(email);
    people.delete(id);
  }
  return people;
}

async function selectUsers(from: Reader | Tx, who: SQL | undefined): Promise<Map<string, ImportedUser>> {
  const rows = await from
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      language: users.language,
      timezone: users.timezone,
      officeNote: users.officeNote,
      disabledAt: users.disabledAt,
      mergedIntoId: users.mergedIntoId,
      role: userRoles.role,
    })
    .from(users)
    .leftJoin(userRoles, and(eq(userRoles.userId, users.id), inArray(userRoles.role, [...STAFF_ROLES])))
    .where(who);
  const people = new Map<string, ImportedUser>();
  for (const { role, ...user } of rows) people.set(user.id, { ...user, isColleague: role !== null, formerEmails: [] });
  return people;
}

async function loadPlaces(from: Reader | Tx, studentIds: readonly string[]): Promise<Place[]> {
  return from
    .select({
      id: enrolments.id,
      studentId: enrolments.studentId,
      cohortId: enrolments.cohortId,
      state: enrolments.state,
      orderLineId: enrolments.orderLineId,
    })
    .from(enrolments)
    .where(and(inArray(enrolments.studentId, [...studentIds]), ne(enrolments.state, "cancelled")));
}

/**
 * A word means the offering that has it as its id or key, else the one offering of the course that has it as its id, key or address
 * and has not ended. Where it means several, the plan asks.
 */
async function loadOfferings(from: Reader | Tx, now: Date, records: readonly StudentRecord[]) {
  const words = [...new Set(records.flatMap(({ places }) => places.map(({ course }) => course)))];
  const found = new Map<string, Offering[]>(words.map((word) => [word, []]));
  if (words.length === 0) return found;
  const select = () =>
    from
      .select({ cohort: cohorts, title: courses.title, slug: courses.slug, courseKey: courses.externalKey })
      .from(cohorts)
      .innerJoin(courses, eq(courses.id, cohorts.courseId));
  const named = await select().where(or(inArray(cohorts.id, words), inArray(cohorts.externalKey, words)));
  for (const row of named) {
    for (const word of new Set([row.cohort.id, row.cohort.externalKey ?? ""])) found.get(word)?.push(toOffering(row));
  }
  const open = and(eq(cohorts.state, "open"), or(isNull(cohorts.endsAt), gt(cohorts.endsAt, now)));
  const ofCourse = or(inArray(courses.id, words), inArray(courses.slug, words), inArray(courses.externalKey, words));
  const unnamed = new Set(words.filter((word) => found.get(word)?.length === 0));
  for (const row of await select().where(and(ofCourse, open))) {
    for (const word of new Set([row.cohort.courseId, row.slug, row.courseKey ?? ""])) {
      if (unnamed.has(word)) found.get(word)?.push(toOffering(row));
    }
  }
  return found;
}

function toOffering({ cohort, title }: { cohort: typeof cohorts.$inferSelect; title: string }): Offering {
  const { id, courseId, name, source, externalKey, state, capacity, held, taken } = cohort;
  return { id, courseId, name, title, source, externalKey, state, capacity, used: held + taken };
}
