import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  forgetPerson,
  newPerson,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures.ts";
import type { Page } from "@playwright/test";
import { pick, says, words, wordsFirst } from "./words.ts";

/** A paid course of the demo school with seats for everybody who tests. */
const getPaidTitle = () =>
  pick({
    en: "Statistics for people who were told they cannot count",
    de: "Statistik für alle, denen man sagte, sie könnten nicht rechnen",
  });

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

/** Fetched as the browser would, by whoever is signed in there. */
async function readPdf(page: Page, href: string): Promise<Buffer> {
  const answer = await page.request.get(href);
  expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  const bytes = await answer.body();
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  return bytes;
}

test("a company's buyer says to whom it is billed, pays and opens the invoice; the office corrects its name", async ({
  page,
}) => {
  const buyer = newPerson();
  const company = `${buyer.name} AG`;

  await test.step("the buyer orders two places", async () => {
    await page.goto("/courses/find?q=statist");
    await page.getByRole("link", { name: getPaidTitle() }).first().click();
    await page.getByRole("button", { name: words("Enrol") }).click();
    await page.getByRole("link", { name: says("enrol_others.for_others") }).click();
    const next = new URL(page.url()).searchParams.get("next") ?? "";
    await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
    await page.getByLabel(words("Your name")).fill(buyer.name);
    await page.getByLabel(words("E-mail")).fill(buyer.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page.getByRole("button", { name: words("Create my account") }).click();
    await expect(page).toHaveURL(/\/enrol\/coh_\w+\/others/);
    await page.getByLabel(says("enrol_others.count_label")).fill("2");
    await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
  });

  await test.step("a VAT id that nobody has is said beside its field, and what was typed stays", async () => {
    await page.getByRole("link", { name: says("invoices.billing_from_checkout") }).click();
    await page.getByLabel(says("invoices.company_label")).fill(company);
    await page.getByLabel(says("invoices.street_label")).fill("Hauptstrasse");
    await page.getByLabel(says("invoices.post_code_label")).fill("10115");
    await page.getByLabel(says("invoices.town_label")).fill("Berlin");
    await page.getByLabel(says("invoices.country_label")).selectOption("DE");
    await page.getByLabel(says("invoices.vat_id_label")).fill("DE136695977");
    await lookAt(page);
    await page.getByRole("button", { name: says("invoices.save_billing_button") }).click();
    await expect(page.getByLabel(says("invoices.vat_id_label"))).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel(says("invoices.company_label"))).toHaveValue(company);
    await page.getByLabel(says("invoices.vat_id_label")).fill("DE 136 695 976");
    await page.getByRole("button", { name: says("invoices.save_billing_button") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
  });

  const code = new URL(page.url()).pathname.split("/")[2] ?? "";

  await test.step("the buyer pays, and the order has its invoice as PDF, the same each time", async () => {
    const terms = page.getByRole("checkbox");
    if (await terms.count()) await terms.first().check();
    await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/orders\/\w+\/places/);
    await page.goto(`/orders/${code}`);
    const link = page.locator(`a[href^="/orders/${code}/invoices/"]`);
    await expect(link).toHaveCount(1);
    await lookAt(page);
    const href = (await link.getAttribute("href")) ?? "";
    expect((await readPdf(page, href)).equals(await readPdf(page, href))).toBe(true);
  });

  const [invoice] = await page
    .locator(`a[href^="/orders/${code}/invoices/"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));

  await test.step("the office names the company otherwise: one is cancelled and another one issued", async () => {
    await forgetPerson(page);
    await signInAs(page, "owner@demo.test");
    await page.goto(`/admin/orders/${code}/billing`);
    await lookAt(page);
    await page.getByLabel(says("invoices.company_label")).fill(`${company} Berlin`);
    await page.getByRole("button", { name: says("invoices.save_billing_button") }).click();
    await expect(page).toHaveURL(`/admin/orders/${code}`);
    await expect(page.getByText(says("done.invoice_corrected"))).toBeVisible();
    const links = page.locator(`a[href^="/orders/${code}/invoices/"]`);
    await expect(links).toHaveCount(3);
    await lookAt(page);
    for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""))) {
      await readPdf(page, href);
    }
  });

  await test.step("the office finds all three in its list", async () => {
    await page.goto(`/admin/invoices?q=${code}`);
    await expect(page.locator(`a[href^="/orders/${code}/invoices/"]`)).toHaveCount(3);
    await lookAt(page);
  });

  await test.step("a stranger does not get the file", async () => {
    await forgetPerson(page);
    expect((await page.request.get(invoice ?? "")).status()).toBe(404);
  });
});
