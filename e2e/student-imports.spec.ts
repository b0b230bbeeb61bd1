import type { Page } from "@playwright/test";
import { IN_ALL } from "#tests/support/browser-ways.ts";
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInAs, test } from "./fixtures.ts";
import { says } from "./words.ts";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Opens a question (a dialog, or a fold without scripts), says why if it is asked, and confirms. */
async function answer(page: Page, name: string, why?: string) {
  await page.getByText(name, { exact: true }).first().click();
  if (why) await page.locator("[name=why]:visible").fill(why);
  await page.getByRole("button", { name, exact: true }).last().click();
}

/** Waits for the job, by the page itself where scripts run, else as a person does: by looking again. */
async function waitFor(page: Page, lede: string) {
  await expect(async () => {
    if (!(await page.getByText(lede).isVisible())) await page.reload();
    await expect(page.getByText(lede)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

test("the office makes a student with a note, and corrects the address", { tag: IN_ALL }, async ({ page }) => {
  const mark = Math.random().toString(36).slice(2, 8);
  await signInAs(page, "support@demo.test");
  await page.goto("/admin/students/new");
  await page.getByLabel(says("admin_students.name_label"), { exact: true }).fill("Ines Keller-Öztürk");
  await page.getByLabel(says("admin_students.email_label"), { exact: true }).fill(`wrong-${mark}@example.org`);
  await page.getByLabel(says("admin_students.office_note_label")).fill("Pays by transfer.");
  await expectNoAxeViolations(page);
  await press(page, says("admin_students.create_student_button"));
  await expect(page.getByText("Pays by transfer.")).toBeVisible();
  await page.getByRole("link", { name: says("admin_students.edit_button"), exact: true }).click();
  const address = page.getByLabel(says("admin_students.email_label"), { exact: true });
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);
  await address.fill("student@demo.test");
  await press(page, says("admin_students.save_button"));
  await expect(page.getByText(says("refusals.email_taken")).first()).toBeVisible();
  await address.fill(`right-${mark}@example.org`);
  await press(page, says("admin_students.save_button"));
  await expect(page.getByText(says("done.student_address_corrected"))).toBeVisible();
  await expect(page.getByText(`right-${mark}@example.org`).first()).toBeVisible();
});

test("a file of students is checked, taken, and its rejects mended", async ({ page }) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const rows = ["E-Mail;Vorname;Nachname;Klasse", `ada-${mark}@example.org;Ada;Keller;7b`, "nobody;Ben;Roux;7b"];
  await signInAs(page, "admin@demo.test");
  await page.goto("/admin/students");
  await page.getByRole("link", { name: says("admin_students.import_button"), exact: true }).click();
  await expectNoSidewaysScroll(page);
  const upload = async (name: string, text: string) => {
    const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
    await page.getByLabel(says("admin_students.file_label"), { exact: true }).setInputFiles(file);
    await press(page, says("admin_students.upload_button"));
  };
  await upload("people.csv", `${rows.join("\r\n")}\r\n`);
  await expect(page.getByRole("heading", { name: "people.csv", level: 1 })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);
  await press(page, says("admin_students.check_button"));
  await waitFor(page, says("student_imports.lede_checked"));
  await expect(page.getByText(says("student_imports.step_create"))).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);
  await press(page, says("admin_students.take_rows_label", { count: 1 }));
  await waitFor(page, says("student_imports.lede_done"));
  await expectNoAxeViolations(page);

  const link = page.getByRole("link", { name: says("admin_students.rejects_link") });
  const rejects = await (await page.request.get((await link.getAttribute("href")) ?? "/")).text();
  expect(rejects).toContain("nobody;Ben;Roux");
  await page.goto("/admin/students/import");
  await upload("mended.csv", rejects.replace("nobody", `ben-${mark}@example.org`));
  await press(page, says("admin_students.check_button"));
  await waitFor(page, says("student_imports.lede_checked"));
  await press(page, says("admin_students.take_rows_label", { count: 1 }));
  await waitFor(page, says("student_imports.lede_done"));
  await page.goto(`/admin/students?q=${mark}`);
  await expect(page.getByText("Ada Keller")).toBeVisible();
  await expect(page.getByText("Ben Roux")).toBeVisible();
});

test("two accounts of one person become one, and two again", { tag: IN_ALL }, async ({ page }) => {
  const mark = Math.random().toString(36).slice(2, 8);
  await signInAs(page, "admin@demo.test");
  for (const which of ["stays", "ends"]) {
    await page.goto("/admin/students/new");
    await page.getByLabel(says("admin_students.name_label"), { exact: true }).fill(`Mira ${which}`);
    await page.getByLabel(says("admin_students.email_label"), { exact: true }).fill(`${which}-${mark}@example.org`);
    await press(page, says("admin_students.create_student_button"));
    await expect(page.getByRole("heading", { name: `Mira ${which}`, level: 1 })).toBeVisible();
  }
  await page.getByRole("link", { name: says("admin_students.merge_button"), exact: true }).click();
  await page.getByLabel(says("admin_students.merge_into_label")).fill(`stays-${mark}@example.org`);
  await press(page, says("admin_students.merge_look_button"));
  await expect(page.getByText("Mira stays")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);
  await answer(page, says("admin_students.merge_confirm_button"), "The same person.");
  await expect(page.getByRole("heading", { name: "Mira stays", level: 1 })).toBeVisible();
  await page.goto(`/admin/students?q=ends-${mark}`);
  await page.getByRole("link", { name: "Mira ends", exact: true }).click();
  await expect(page.getByText("The same person.")).toBeVisible();
  await expectNoAxeViolations(page);
  await answer(page, says("admin_students.merge_undo_button"));
  await expect(page.getByText(says("done.student_merge_undone"))).toBeVisible();
});
