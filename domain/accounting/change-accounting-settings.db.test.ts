import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listAudit } from "../audit/list-audit.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { changeAccountingSettings } from "./change-accounting-settings.ts";
import { getAccountNumber } from "./get-account-number.ts";
import { NUMBER_PRESETS } from "./number-presets.ts";

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  owner = await school.person("owner");
});
afterAll(() => school.drop());

type Changes = Parameters<typeof changeAccountingSettings>[1];
const change = (changes: Changes) => school.as(owner)((ctx) => changeAccountingSettings(ctx, changes));
const settings = () => getSchoolSettings(school.database.read);

test("the year, the basis and when revenue is earned are kept, and the audit log says what they were", async () => {
  await change({ accountingYearMonth: 7, accountingBasis: "invoiced", revenueRecognition: "over_course" });
  const set = { accountingYearMonth: 7, accountingBasis: "invoiced", revenueRecognition: "over_course" };
  expect(await settings()).toMatchObject(set);
  const asAdmin = school.reading(await school.person("admin"));
  const listed = await listAudit(asAdmin, { action: "settings.edit" }, { sort: "seq", direction: "desc", page: 1 });
  expect(listed.items[0]).toMatchObject({
    before: { accountingYearMonth: 1, accountingBasis: "paid", revenueRecognition: "when_paid" },
    after: set,
  });
});

test("a chart is taken whole, and one number can be changed in it", async () => {
  const skr04 = { ...NUMBER_PRESETS.find(({ id }) => id === "skr04")?.numbers };
  await change({ accountNumbers: skr04 });
  expect(getAccountNumber(await settings(), "bank")).toBe("1800");
  await change({ accountNumbers: { ...skr04, bank: "1810" } });
  expect(getAccountNumber(await settings(), "bank")).toBe("1810");
  expect(getAccountNumber(await settings(), "revenue")).toBe("4200");
});

test("a chart that the school has without saying so leaves no number of its own", async () => {
  await change({ accountNumbers: { ...NUMBER_PRESETS.find(({ id }) => id === "kmu")?.numbers } });
  expect((await settings()).accountNumbers).toEqual({});
});

test("a wrong number is refused beside its field, and nothing is kept", async () => {
  const before = await settings();
  await expect(change({ accountingYearMonth: 3, accountNumbers: { bank: "12A0", tax: "1100" } })).rejects.toMatchObject(
    {
      code: "invalid_input",
      detail: {
        fields: {
          "accountNumbers.bank": { key: "fields.account_number_digits" },
          "accountNumbers.tax": { key: "fields.account_number_twice" },
        },
      },
    },
  );
  expect(await settings()).toEqual(before);
});

test("finance reads the accounts, and may not say how they are kept", async () => {
  const finance = await school.person("finance");
  await expect(
    school.as(finance)((ctx) => changeAccountingSettings(ctx, { accountingYearMonth: 2 })),
  ).rejects.toMatchObject({ code: "forbidden" });
});
