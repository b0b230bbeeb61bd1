import { IN_ALL } from "#tests/support/browser-ways.ts";
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
import { addressOf, pick, says, words, wordsFirst } from "./words.ts";

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

/** Somebody new opens a claim link, makes an account, and is inside the course. */
async function claimWith(page: Page, link: string, name: string): Promise<void> {
  await forgetPerson(page);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: says("claims.claim_title") })).toBeVisible();
  await page.getByLabel(words("Your name")).fill(name);
  await page.getByLabel(words("E-mail")).first().fill(newPerson().email);
  await page.getByLabel(words("Choose a password")).fill(PASSWORD);
  await page
    .getByRole("button", { name: says("claims.claim_button") })
    .first()
    .click();
  await expect(page).toHaveURL(/\/learning\//);
  await expect(page.getByText(says("done.place_claimed"))).toBeVisible();
}

test("a parent buys three places, hands out links, two are claimed, one is reassigned", { tag: IN_ALL }, async ({
  page,
}) => {
  const parent = newPerson();
  const children = ["Mia", "Leo"].map((name) => `${name} ${parent.name}`);

  await test.step("the parent makes an account on the way to ordering for others", async () => {
    await page.goto("/courses/find?q=statist");
    await page.getByRole("link", { name: getPaidTitle() }).first().click();
    await page.getByRole("button", { name: words("Enrol") }).click();
    await page.getByRole("link", { name: says("enrol_others.for_others") }).click();
    const next = new URL(page.url()).searchParams.get("next") ?? "";
    await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
    await page.getByLabel(words("Your name")).fill(parent.name);
    await page.getByLabel(words("E-mail")).fill(parent.email);
    await page.getByLabel(words("Choose a password")).fill(PASSWORD);
    await page.getByRole("button", { name: words("Create my account") }).click();
    await expect(page).toHaveURL(/\/enrol\/coh_\w+\/others/);
    await lookAt(page);
  });

  await test.step("what does not agree is said beside the field, and what was typed stays", async () => {
    await page.getByLabel(says("enrol_others.count_label")).fill("1");
    await page.getByLabel(says("enrol_others.names_label")).fill(children.join("\n"));
    await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
    await expect(page.getByLabel(says("enrol_others.count_label"))).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel(says("enrol_others.names_label"))).toHaveValue(children.join("\n"));
    await lookAt(page);
  });

  await test.step("three places are ordered and paid at once", async () => {
    await page.getByLabel(says("enrol_others.count_label")).fill("3");
    await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
    await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/orders\/\w+\/places/);
    await expect(page.getByLabel(says("claims.link_label"), { exact: true })).toHaveCount(3);
    await lookAt(page);
  });

  const places = new URL(page.url()).pathname;
  const code = places.split("/")[2] ?? "";
  const links = page.getByLabel(says("claims.link_label"), { exact: true });
  const [mia, leo, third] = await Promise.all([0, 1, 2].map((at) => links.nth(at).inputValue()));
  const kept = await page.context().storageState();

  await test.step("two claim theirs, and a link works once", async () => {
    await claimWith(page, mia ?? "", children[0] ?? "");
    await claimWith(page, leo ?? "", children[1] ?? "");
    await page.goto(leo ?? "");
    await expect(page.getByText(says("claims.yours_title"))).toBeVisible();
    await lookAt(page);
    await page.goto(mia ?? "");
    await expect(page.getByText(says("refusals.claim_link_used"))).toBeVisible();
    await page.goto(third ?? "");
    await expect(page.getByText(says("claims.enrolled_already"))).toBeVisible();
  });

  await test.step("the parent sees who has claimed, and gives the third place to somebody else", async () => {
    await page.context().clearCookies();
    await page.context().addCookies(kept.cookies);
    await page.goto(places);
    for (const name of children) await expect(page.getByRole("heading", { name })).toBeVisible();
    await expect(links).toHaveCount(1);
    await page.locator("details:has([name=email]) > summary").click();
    await page.locator("[name=name]").fill("Ada");
    await page.getByRole("button", { name: says("claims.reassign_button") }).click();
    await expect(page.getByText(says("done.claim_link_reassigned"))).toBeVisible();
    await expect(page.getByRole("heading", { name: "Ada" })).toBeVisible();
    await lookAt(page);
  });
  const anew = await links.first().inputValue();

  await test.step("the old link opens nothing, the new one does", async () => {
    await forgetPerson(page);
    await page.goto(third ?? "");
    await expect(page.getByText(says("refusals.claim_link_replaced"))).toBeVisible();
    await lookAt(page);
    await page.goto(anew);
    await lookAt(page);
    await claimWith(page, anew, `Ada ${parent.name}`);
  });

  await test.step("the office sees it on the order and in its list", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/orders/${code}`);
    for (const name of children) await expect(page.getByRole("link", { name })).toBeVisible();
    await lookAt(page);
    await page.goto(`/admin/claim-links?q=${code}`);
    await expect(page.getByText(children[0] ?? "").first()).toBeVisible();
  });
});

test("a company orders eight places with its VAT id, gets one invoice, and a new student claims one of them", async ({
  page,
}) => {
  const buyer = newPerson();
  const company = `${buyer.name} GmbH`;
  let others = "";

  await test.step("whoever orders for the company says so on the page where they order", async () => {
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
    others = page.url();
    await page.getByLabel(says("enrol_others.count_label")).fill("8");
    await page.getByText(says("invoices.billing_from_checkout")).click();
    await page.getByLabel(says("invoices.company_label")).fill(company);
    await page.getByLabel(says("invoices.street_label")).fill("Hauptstrasse");
    await page.getByLabel(says("invoices.post_code_label")).fill("10115");
    await page.getByLabel(says("invoices.town_label")).fill("Berlin");
    await page.getByLabel(says("invoices.country_label")).selectOption("DE");
    await page.getByLabel(says("invoices.vat_id_label")).fill("DE136695977");
    await lookAt(page);
  });

  await test.step("a VAT id that nobody has is said beside its field, which stays in sight with all that was typed", async () => {
    await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
    const vatId = page.getByLabel(says("invoices.vat_id_label"));
    await expect(vatId).toHaveAttribute("aria-invalid", "true");
    await expect(vatId).toBeVisible();
    await expect(page.getByLabel(says("invoices.company_label"))).toHaveValue(company);
    await lookAt(page);
    await vatId.fill("DE 136 695 976");
    await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
    await expect(page).toHaveURL(/\/checkout\//);
    await expect(page.getByRole("link", { name: new RegExp(`${company}.*DE136695976`) })).toBeVisible();
    await lookAt(page);
  });

  const code = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const links = page.getByLabel(says("claims.link_label"), { exact: true });

  await test.step("it pays, and has eight links and one invoice to the company", async () => {
    await page.getByRole("button", { name: wordsFirst("Pay {total}") }).click();
    await page.getByRole("button", { name: wordsFirst("Pay {money}") }).click();
    await expect(page).toHaveURL(/\/orders\/\w+\/places/);
    await expect(links).toHaveCount(8);
    await lookAt(page);
    await page.goto(addressOf(`/orders/${code}`));
    await expect(page.locator(`a[href^="/orders/${code}/invoices/"]`)).toHaveCount(1);
    await page.goto(addressOf(`/orders/${code}/places`));
  });

  await test.step("the next order knows the company before it is made", async () => {
    const link = await links.first().inputValue();
    await page.goto(others);
    await expect(page.getByText(new RegExp(`${company}.*DE136695976`))).toBeVisible();
    await lookAt(page);
    await claimWith(page, link, `Ida ${buyer.name}`);
  });

  await test.step("the office sees the company on the order, and who has claimed", async () => {
    await forgetPerson(page);
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/orders/${code}`);
    await expect(page.getByRole("link", { name: `Ida ${buyer.name}` })).toBeVisible();
    await page.goto(`/admin/orders/${code}/billing`);
    await expect(page.getByLabel(says("invoices.company_label"))).toHaveValue(company);
    await lookAt(page);
  });
});
