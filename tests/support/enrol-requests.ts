import { sessions, userRoles, users } from "#db/schema/index.ts";
import { buildPersonKeys } from "#domain/accounts/build-person-keys.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import type { TestSchool } from "./school.ts";

/** A person with a session: their id, and the cookie as their browser sends it. */
export async function createSignedInStudent(school: TestSchool): Promise<{ id: string; cookie: string }> {
  const student = await school.person("student");
  const token = createSecret();
  await school.database.write(async (tx) => {
    await tx.insert(sessions).values({
      id: createId("session"),
      tokenHash: hashToken(token),
      userId: student.id,
      createdAt: school.clock(),
      lastSeenAt: school.clock(),
      expiresAt: addMs(school.clock(), DAY_MS),
    });
  });
  return { id: student.id, cookie: `session=${token}` };
}

/** A bound on one INSERT: SQLite takes 32,766 values in a statement. */
const ROWS_PER_INSERT = 500;

/** So many students with a session each, as `signedIn` makes one, in one write. */
export async function createSignedInStudents(
  school: TestSchool,
  count: number,
): Promise<{ id: string; cookie: string }[]> {
  const now = school.clock();
  const people = Array.from({ length: count }, () => {
    const id = createId("user");
    return { id, token: createSecret(), name: "Somebody of many", email: `person-${id.toLowerCase()}@example.org` };
  });
  await school.database.write(async (tx) => {
    for (let from = 0; from < count; from += ROWS_PER_INSERT) {
      const some = people.slice(from, from + ROWS_PER_INSERT);
      await tx.insert(users).values(
        some.map(({ id, name, email }) => ({
          ...{ id, name, email, createdAt: now, verifiedAt: now },
          ...buildPersonKeys({ name, email }),
        })),
      );
      await tx
        .insert(userRoles)
        .values(some.map(({ id }) => ({ userId: id, role: "student" as const, grantedAt: now })));
      const times = { createdAt: now, lastSeenAt: now, expiresAt: addMs(now, DAY_MS) };
      await tx.insert(sessions).values(
        some.map(({ id, token }) => ({
          id: createId("session"),
          tokenHash: hashToken(token),
          userId: id,
          ...times,
        })),
      );
    }
  });
  return people.map(({ id, token }) => ({ id, cookie: `session=${token}` }));
}

export type EnrolRequest = { cohortId: string; cookie: string; origin: string };

/** Presses Enrol on a course's page, as a browser does. */
export function submitEnrol(server: string, { cohortId, cookie, origin }: EnrolRequest): Promise<Response> {
  // As a proxy passes it on: the school has one name, whichever process answers.
  const headers = { cookie, origin, "sec-fetch-site": "same-origin", "x-forwarded-host": new URL(origin).host };
  return fetch(`${server}/enrol`, {
    method: "POST",
    body: new URLSearchParams({ cohortId }),
    headers,
    redirect: "manual",
  });
}
