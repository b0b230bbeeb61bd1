import { sessions } from "#db/schema/index.ts";
import { tokenHash } from "#domain/accounts/sessions.ts";
import { DAY_MS, later } from "#domain/kernel/clock.ts";
import { newId, newSecret } from "#domain/kernel/ids.ts";
import type { TestSchool } from "./school.ts";

/** A person with a session: their id, and the cookie as their browser sends it. */
export async function signedIn(school: TestSchool): Promise<{ id: string; cookie: string }> {
  const student = await school.person("student");
  const token = newSecret();
  await school.database.write(async (tx) => {
    await tx.insert(sessions).values({
      id: newId("session"),
      tokenHash: tokenHash(token),
      userId: student.id,
      createdAt: school.clock(),
      lastSeenAt: school.clock(),
      expiresAt: later(school.clock(), DAY_MS),
    });
  });
  return { id: student.id, cookie: `session=${token}` };
}

export type Press = { cohortId: string; cookie: string; origin: string };

/** Presses Enrol on a course's page, as a browser does. */
export function pressEnrol(server: string, { cohortId, cookie, origin }: Press): Promise<Response> {
  // As a front server passes it on: the school has one name, whichever process answers.
  const headers = { cookie, origin, "sec-fetch-site": "same-origin", "x-forwarded-host": new URL(origin).host };
  return fetch(`${server}/enrol`, {
    method: "POST",
    body: new URLSearchParams({ cohortId }),
    headers,
    redirect: "manual",
  });
}
