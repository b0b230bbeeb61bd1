import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { cohorts } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { inEnglish } from "#tests/support/in-english.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { sourceText } from "#messages/message.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { SchoolSettings } from "../settings/inputs.ts";
import { createCohort } from "./create-cohort.ts";
import { editCohort } from "./edit-cohort.ts";
import { CohortChanges, CohortFields, CohortForm } from "./inputs.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const REFUSED = ["QQQ", "DEM", "HRK", "XTS", "XXX", "XAU", "eur", "EURO", ""];
const form = { name: "Winter", timezone: "Europe/Zurich", price: "480", currency: "EUR" };

/** What is said beside the field, or nothing. */
async function besideCurrency(doing: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await doing();
  } catch (error) {
    if (isRefusal(error)) return sourceText(error.detail.fields?.currency ?? "");
    throw error;
  }
  return undefined;
}

describe("a currency in which nobody can pay", () => {
  test.each(REFUSED)(
    "%j is refused beside its field by the form, the API, an edit and the settings",
    async (currency) => {
      const office = school.as(await school.person("admin"));
      const owner = school.as(await school.person("owner"));
      const said = [
        // The API and an import read a whole cohort.
        CohortFields.safeParse({ ...form, priceMinor: 0, currency }).error?.issues.map(({ message }) =>
          inEnglish(message),
        )[0],
        await besideCurrency(async () => {
          const typed = CohortForm.safeParse({ ...form, currency });
          if (!typed.success) return expect(typed.error.issues[0]?.path).toEqual(["currency"]);
          const { courseId } = await school.cohort();
          return office((ctx) => createCohort(ctx, { courseId, ...typed.data }));
        }),
        await besideCurrency(async () => {
          const { id: cohortId } = await school.cohort();
          const changes = CohortChanges.safeParse({ currency });
          if (!changes.success) return expect(changes.error.issues[0]?.path).toEqual(["currency"]);
          return office((ctx) => editCohort(ctx, { cohortId, ...changes.data }));
        }),
        await besideCurrency(async () => {
          const typed = SchoolSettings.partial().safeParse({ currency });
          if (!typed.success) return expect(typed.error.issues[0]?.path).toEqual(["currency"]);
          return owner((ctx) => changeSettings(ctx, typed.data));
        }),
      ];
      expect(said[0]).toMatch(/\.$/);
      if (/^[A-Z]{3}$/.test(currency)) expect(new Set(said).size).toBe(1);
    },
  );

  test("stays where it was stored before, when something else is changed", async () => {
    const office = school.as(await school.person("admin"));
    const { id: cohortId } = await school.cohort();
    await school.database.write(
      async (tx) =>
        void (await tx.update(cohorts).set({ currency: "BGN", priceMinor: 9_000 }).where(eq(cohorts.id, cohortId))),
    );
    const typed = CohortForm.parse({ ...form, currency: "BGN", price: "90.00", place: "Room 4" });
    expect(await office((ctx) => editCohort(ctx, { cohortId, ...typed }))).toMatchObject({
      currency: "BGN",
      priceMinor: 9_000,
      place: "Room 4",
    });
  });
});

test("a price that can be read in two ways is refused beside its field, with both readings", () => {
  for (const [price, currency] of [
    ["1.234", "EUR"],
    ["1,234", "HUF"],
    ["12,500", "KWD"],
  ] as const) {
    const { error } = CohortForm.safeParse({ ...form, price, currency });
    expect(inEnglish(error?.issues)).toMatchObject([
      { path: ["price"], message: expect.stringContaining(`“${price}” can mean `) },
    ]);
  }
});
