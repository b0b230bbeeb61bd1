import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { startPayment } from "../payments/start-payment.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { getTermsVersion } from "../settings/get-terms-version.ts";
import { translateSchool } from "../settings/translate-school.ts";
import { getAcceptedTerms, getTermsOfVersion } from "./get-accepted-terms.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const says = async (terms: string) => school.as(await school.person("admin"))((ctx) => changeSettings(ctx, { terms }));
const versionIn = async (language?: string) =>
  getTermsVersion(await getSchoolSettings(school.database.read), language)?.id ?? "";

/** Somebody who stands before the button. */
async function buyer() {
  const student = await school.person("student");
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const pay = (terms?: string) =>
    school.as(student)((ctx) => startPayment(ctx, { orderId: order.id, provider: "bank", terms }));
  return { student, order, pay, read: school.reading(student) };
}

test("whoever pays accepts the terms that they were shown, and these stay as they were", async () => {
  await says("Be kind.");
  const shown = await versionIn();
  const { order, pay, read } = await buyer();
  await pay(shown);
  await says("Be kind and pay in advance.");
  expect(await getAcceptedTerms(read, order.id)).toMatchObject({ versionId: shown });
  expect(await getTermsOfVersion(read, shown)).toMatchObject({ text: "Be kind.", language: "en" });
});

test("terms that changed while the page was open are shown before anything is paid", async () => {
  await says("Version one.");
  const shown = await versionIn();
  const { order, pay, read } = await buyer();
  await says("Version two.");
  await expect(pay(shown)).rejects.toMatchObject({ code: "wrong_state" });
  expect(await getAcceptedTerms(read, order.id)).toBeUndefined();
  await pay(await versionIn());
  expect(await getAcceptedTerms(read, order.id)).toMatchObject({ versionId: await versionIn() });
});

test("terms are accepted in the language in which they were read, and nothing that nobody wrote", async () => {
  await school.as(await school.person("admin"))((ctx) => changeSettings(ctx, { moreLanguages: ["de"] }));
  await school.as(await school.person("admin"))((ctx) =>
    translateSchool(ctx, { language: "de", terms: "Seien Sie nett." }),
  );
  const { order, pay, read } = await buyer();
  await expect(pay("made-up")).rejects.toMatchObject({ code: "wrong_state" });
  await pay(await versionIn("de"));
  const accepted = await getAcceptedTerms(read, order.id);
  expect(await getTermsOfVersion(read, accepted?.versionId ?? "")).toMatchObject({
    language: "de",
    text: "Seien Sie nett.",
  });
});

test("two buyers under the same terms keep one version, and who is shown none accepts none", async () => {
  await says("For everybody.");
  const [first, second, machine] = [await buyer(), await buyer(), await buyer()];
  const shown = await versionIn();
  await Promise.all([first.pay(shown), second.pay(shown)]);
  await machine.pay();
  expect((await getAcceptedTerms(first.read, first.order.id))?.versionId).toBe(shown);
  expect((await getAcceptedTerms(second.read, second.order.id))?.versionId).toBe(shown);
  expect(await getAcceptedTerms(machine.read, machine.order.id)).toBeUndefined();
  expect(await versionIn("fr")).toBe(shown);
});
