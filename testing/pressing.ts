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

/** The hidden field by which a course's page names its Enrol action. */
export async function enrolField(server: string, slug: string): Promise<string> {
  const html = await (await fetch(`${server}/courses/${slug}`)).text();
  const name = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html)?.[1];
  if (!name) throw new Error(`the page of ${slug} has no Enrol form`);
  return name;
}

export type Press = { slug: string; field: string; cohortId: string; cookie: string; origin: string };

/** Presses Enrol on a course's page, as a browser without scripts does. */
export function pressEnrol(server: string, { slug, field, cohortId, cookie, origin }: Press): Promise<Response> {
  const form = new FormData();
  form.set(field, "");
  form.set("cohortId", cohortId);
  // As a front server passes it on: the school has one name, whichever process answers.
  const headers = { cookie, origin, "sec-fetch-site": "same-origin", "x-forwarded-host": new URL(origin).host };
  return fetch(`${server}/courses/${slug}`, { method: "POST", body: form, headers, redirect: "manual" });
}
