import BetterSqlite from "better-sqlite3";
import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { enterRequestStatements } from "#db/request-statements.ts";
import { enrolments } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { addMaterial } from "#domain/courses/add-material.ts";
import { editCohort } from "#domain/courses/edit-cohort.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { markMaterialDone } from "#domain/learning/mark-material-done.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { completeEnrolments } from "./complete-enrolments.ts";

let school: PayingSchool;
let admin: Actor & { type: "user" };
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("admin");
});
afterAll(() => school.close());

/** A cohort whose student has done one material of two. */
async function halfDone() {
  const cohort = await school.cohort({ priceMinor: 0, completionMaterialsPercent: 100 });
  const text = { kind: "text", title: "Part", body: "Fold it", url: "", fileId: null } as const;
  const add = () => school.as(admin)((ctx) => addMaterial(ctx, { courseId: cohort.courseId, ...text }));
  const [{ id: materialId }] = [await add(), await add()];
  const student = await school.person("student");
  const enrol = { cohortId: cohort.id, studentId: student.id };
  const { enrolment } = await school.as(student)((ctx) => enrolStudent(ctx, enrol));
  await school.as(student)((ctx) => markMaterialDone(ctx, { materialId }));
  return { cohort, enrolment };
}

const stateOf = async (id: string) => {
  const [row] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, id));
  return row?.state;
};

test("what a rule that asks less completes is completed by the job, in each cohort, and nobody else", async () => {
  const cohorts = [await halfDone(), await halfDone(), await halfDone()] as const;
  const [first, second, third] = cohorts;
  for (const { cohort } of [first, third])
    await school.as(admin)((ctx) => editCohort(ctx, { cohortId: cohort.id, completionMaterialsPercent: 50 }));
  await completeEnrolments();
  expect(await Promise.all(cohorts.map(({ enrolment }) => stateOf(enrolment.id)))).toEqual([
    "completed",
    "active",
    "completed",
  ]);
  expect(await stateOf(second.enrolment.id)).toBe("active");
});

test.skipIf(engine !== "sqlite")(
  "who may be completed is found by their cohort, and not among all who are active",
  async () => {
    const counted = { statements: 0, ms: 0, isShown: false, texts: [] as string[] };
    await setTimeout(100);
    enterRequestStatements(counted);
    await completeEnrolments();
    const asked = counted.texts.filter(
      (text) => text.includes("completion_attendance_percent") && text.includes(" in ("),
    );
    expect(asked.length).toBeGreaterThan(1);
    const file = new BetterSqlite(school.database.url, { readonly: true });
    const plan = (text: string) =>
      (
        file.prepare(`explain query plan ${text}`).all(...Array(text.match(/\?/g)?.length ?? 0).fill(0)) as {
          detail: string;
        }[]
      )
        .map(({ detail }) => detail)
        .filter((detail) => /enrolments/.test(detail));
    const plans = asked.flatMap(plan);
    file.close();
    expect(plans.filter((detail) => /enrolments_by_state|^SCAN/.test(detail))).toEqual([]);
  },
);
