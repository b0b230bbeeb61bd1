import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enqueueMail } from "./enqueue-mail.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("a mail of one kind about one thing is promised once, however often, and the first words stand", async () => {
  const to = "mara@example.org";
  const enqueue = (kind: string, dedupeKey: string, name: string) =>
    school.asSystem(asStep((ctx) => enqueueMail(ctx, { kind, to, payload: { name }, dedupeKey })));
  await enqueue("password_changed", "one", "first");
  await enqueue("password_changed", "one", "again");
  await enqueue("password_changed", "two", "another thing");
  await enqueue("security_notice", "one", "another kind");
  const rows = await school.database.read.select().from(outbox).where(eq(outbox.recipient, to));
  expect(rows.map(({ payload }) => payload.name).sort()).toEqual(["another kind", "another thing", "first"]);
});
