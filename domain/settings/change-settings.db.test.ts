import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listAudit } from "../audit/list-audit.ts";
import { getCatalogueVersion } from "../kernel/catalogue-version.ts";
import { changeSettings } from "./change-settings.ts";
import { getSchoolSettings } from "./get-school-settings.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const changes = async () => {
  const read = school.reading(await school.person("admin"));
  return (await listAudit(read, { action: "settings.edit" }, { sort: "seq", direction: "desc", page: 1 })).items;
};

test("changes what is sent, leaves the rest, and keeps both the old and the new in the audit log", async () => {
  const admin = await school.person("admin");
  const { read } = school.database;
  const before = await getSchoolSettings(read);
  const version = await getCatalogueVersion(read);
  await school.as(admin)((ctx) => changeSettings(ctx, { name: "Evening School", timezone: before.timezone }));
  expect(await getSchoolSettings(read)).toEqual({ ...before, name: "Evening School" });
  expect(await changes()).toMatchObject([{ before: { name: before.name }, after: { name: "Evening School" } }]);
  expect(await getCatalogueVersion(read)).toBe(version + 1);
});

test("saving a form without a change writes nothing", async () => {
  const admin = await school.person("admin");
  const { read } = school.database;
  const [version, entries] = [await getCatalogueVersion(read), (await changes()).length];
  await school.as(admin)(async (ctx) => changeSettings(ctx, await getSchoolSettings(ctx.tx)));
  expect(await getCatalogueVersion(read)).toBe(version);
  expect((await changes()).length).toBe(entries);
});

test("finance may not change the settings", async () => {
  const finance = await school.person("finance");
  await expect(school.as(finance)((ctx) => changeSettings(ctx, { name: "Mine" }))).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("what may be empty can be set and emptied again", async () => {
  const admin = await school.person("admin");
  const change = (changes: Parameters<typeof changeSettings>[1]) =>
    school.as(admin)((ctx) => changeSettings(ctx, changes));
  await change({ accentColor: "#1d5b45", supportEmail: "help@school.example" });
  await change({ accentColor: null, supportEmail: null });
  expect(await getSchoolSettings(school.database.read)).toMatchObject({ accentColor: null, supportEmail: null });
});

test("the language that was the school's stays on offer until it is taken away by itself", async () => {
  const admin = await school.person("admin");
  const languages = async (changes: Parameters<typeof changeSettings>[1]) => {
    await school.as(admin)((ctx) => changeSettings(ctx, changes));
    const { language, moreLanguages } = await getSchoolSettings(school.database.read);
    return [language, ...moreLanguages];
  };
  await languages({ language: "en", moreLanguages: ["de"] });
  expect(await languages({ language: "de", moreLanguages: ["de"] })).toEqual(["de", "en"]);
  expect(await languages({ name: "Abendschule" })).toEqual(["de", "en"]);
  expect(await languages({ language: "de", moreLanguages: [] })).toEqual(["de"]);
});

test("a post code of digits stays a text", async () => {
  const admin = await school.person("admin");
  await school.as(admin)((ctx) =>
    changeSettings(ctx, { addressPostCode: "04052", addressNumber: "12", motto: "true" }),
  );
  const settings = await getSchoolSettings(school.database.read);
  expect([settings.addressPostCode, settings.addressNumber, settings.motto]).toEqual(["04052", "12", "true"]);
});

test("invoices and credit notes are numbered each in a series of its own", async () => {
  const admin = await school.person("admin");
  const say = (changes: object) => school.as(admin)((ctx) => changeSettings(ctx, changes));
  const refused = { code: "invalid_input", detail: { fields: { creditSeries: { key: "fields.series_twice" } } } };
  await expect(say({ invoiceSeries: "S-{number}", creditSeries: "S-{number}" })).rejects.toMatchObject(refused);
  await say({ invoiceSeries: "S-{number}" });
  await expect(say({ creditSeries: "S-{number}" })).rejects.toMatchObject(refused);
});

test("the VAT number is written as in the school's country, where its form is known", async () => {
  const admin = await school.person("admin");
  const say = (changes: object) => school.as(admin)((ctx) => changeSettings(ctx, changes));
  const refused = { code: "invalid_input", detail: { fields: { vatNumber: { key: "fields.vat_id_shape" } } } };
  await say({ addressCountry: "CH", vatNumber: "CHE-123.456.788 MWST" });
  await expect(say({ vatNumber: "hello <b>x</b>" })).rejects.toMatchObject(refused);
  await say({ addressCountry: "US", vatNumber: "EIN 12-3456789 (none)" });
  await expect(say({ addressCountry: "DE" })).rejects.toMatchObject(refused);
  await say({ addressCountry: "DE", vatNumber: "DE 136 695 976" });
});

test("a VAT number with a wrong check digit is refused with the words that buyers are told, and none is none", async () => {
  const admin = await school.person("admin");
  const say = (changes: object) => school.as(admin)((ctx) => changeSettings(ctx, changes));
  const refused = { code: "invalid_input", detail: { fields: { vatNumber: { key: "fields.vat_id_digits" } } } };
  await say({ addressCountry: "CH", vatNumber: "" });
  await expect(say({ vatNumber: "CHE-123.456.789 MWST" })).rejects.toMatchObject(refused);
  await say({ vatNumber: "CHE-123.456.788 MWST" });
  await say({ vatNumber: "", addressCountry: null });
  // Its letters name the country of a school that has not given its address.
  await expect(say({ vatNumber: "CHE-123.456.789 MWST" })).rejects.toMatchObject(refused);
  await expect(say({ vatNumber: "DE123456789" })).rejects.toMatchObject(refused);
});
