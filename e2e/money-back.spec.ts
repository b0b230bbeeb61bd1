import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { confirmAsk, openAsk } from "./answer-ask.ts";
import { IN_ALL, TOGETHER } from "#tests/support/browser-ways.ts";
import { isLong } from "#tests/support/long-run.ts";
import { countMoneyBack, fillCohort, refundOutside, undoRefundOutside } from "./fill-cohort.ts";
import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  forgetPerson,
  newPerson,
  PASSWORD,
  signInAs,
} from "./fixtures.ts";
import { letterTo, linkIn } from "./mails.ts";
import { test } from "./own-school.ts";
import { goToEnrol, introduce, newTitle, sellCourse } from "./sell-course.ts";
import { says, wordsFirst, wordsOnly } from "./words.ts";

const SCHOOLS_IBAN = "CH5604835012345678009";
const STUDENTS_IBAN = "CH9300762011623852957";
const OTHER_IBAN = "DE89370400440532013000";

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

const formOf = (page: Page, field: string) =>
  page.locator("main form").filter({ has: page.locator(`[name="${field}"]`) });

/** The owner says where transfers go, and offers to pay so. */
async function offerTransfers(page: Page): Promise<void> {
  await signInAs(page, "owner@demo.test");
  await page.goto("/admin/settings/connections");
  const account = formOf(page, "MATRICULA_BANK_IBAN");
  const iban = page.locator("[name=MATRICULA_BANK_IBAN]");
  await page.locator("[name=MATRICULA_BANK_ACCOUNT_HOLDER]").fill("Demo School");
  await iban.fill(SCHOOLS_IBAN.replace(/9$/, "8"));
  await account.locator("button[type=submit]").click();
  await expect(iban).toHaveAttribute("aria-invalid", "true");
  await lookAt(page);
  await iban.fill(SCHOOLS_IBAN);
  await account.locator("button[type=submit]").click();
  await expect(page.getByText(says("done.connection_saved"))).toBeVisible();
  await page.locator("#way-bank").check();
  await formOf(page, "MATRICULA_PAYMENT_PROVIDERS").locator("button[type=submit]").click();
  await expect(page.getByText(says("done.connection_saved"))).toBeVisible();
  await expect(page.locator("#way-bank")).toBeChecked();
  await forgetPerson(page);
}

/** Somebody new chooses to pay by transfer. Gives the order's code, and the reference that they are asked to write. */
async function orderByTransfer(page: Page, title: string, person: { name: string; email: string }, isPlan = false) {
  await goToEnrol(page, title);
  await introduce(page, person);
  await page.locator("[name=provider][value=bank]").first().check();
  if (isPlan) await page.locator("[name=pay][value=plan]").first().check();
  // Nothing is charged later of a transfer.
  if (isPlan) await expect(page.locator("[name=keepCard]").first()).toBeHidden();
  await page
    .getByRole("button", { name: isPlan ? says("instalments.go_on_to_pay_button") : wordsFirst("Pay {price}") })
    .first()
    .click();
  await expect(page).toHaveURL(/\/checkout\//);
  await expect(page.getByRole("heading", { name: says("checkout.send_us_a_transfer") })).toBeVisible();
  // The account that the owner has set, by whichever process of the school.
  await expect(page.locator("main")).toContainText("CH56 0483 5012 3456 7800 9");
  await lookAt(page);
  const reference = /RF\d\d(?: ?[A-Z0-9]){11}/.exec(await page.locator("main").innerText())?.[0] ?? "";
  return { code: /checkout\/(\w+)/.exec(page.url())?.[1] ?? "", reference };
}

/** The bank's statement says that money has come. */
async function loadStatement(page: Page, amount: string, text: string): Promise<void> {
  const id = Math.random().toString(36).slice(2, 10);
  const today = new Date().toISOString().slice(0, 10);
  const statement =
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${id}</MsgId></GrpHdr><Stmt><Id>${id}</Id>` +
    `<Acct><Id><IBAN>${SCHOOLS_IBAN}</IBAN></Id></Acct><Ntry><Amt Ccy="CHF">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>` +
    `<BookgDt><Dt>${today}</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`;
  await page.goto("/admin/bank");
  await page
    .locator("[name=file]")
    .setInputFiles({ name: "statement.xml", mimeType: "application/xml", buffer: Buffer.from(statement) });
  await formOf(page, "file").locator("button[type=submit]").last().click();
  await expect(page).toHaveURL(/\/admin\/bank\?file=bfl_/);
}

/** What differs in its amount from what was asked for waits for somebody: the first suggestion is taken. */
async function matchByHand(page: Page, code: string): Promise<void> {
  await page.locator("main table a[href*='/admin/bank/bln_']").first().click();
  await expect(page).toHaveURL(/\/admin\/bank\/bln_/);
  await page
    .getByRole("button", { name: says("bank.match_button", { codes: code }) })
    .first()
    .click();
  await expect(page.getByText(says("bank.state_matched")).first()).toBeVisible();
}

const downloadOf = async (page: Page) => {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: says("payouts.download_button") }).click();
  return readFile(await (await download).path(), "utf8");
};

// Both in one worker, and so in one school: the second begins where the first has left it.
test.describe.configure({ mode: "default" });

test("a transfer goes back by transfer: account asked for, file for the bank, marked as sent, and up again when it came back", {
  tag: TOGETHER,
}, async ({ page }) => {
  const title = newTitle("Lithography");
  const person = newPerson();
  await offerTransfers(page);
  await sellCourse(page, { title, price: "480" });
  const { code, reference } = await orderByTransfer(page, title, person);
  await forgetPerson(page);

  await test.step("the bank's statement settles it, and finance gives it back", async () => {
    await signInAs(page, "finance@demo.test");
    await loadStatement(page, "480.00", `Kurs ${reference}`);
    await expect(page.locator("main table")).toContainText(code);
    await page.goto(`/admin/orders/${code}`);
    const asked = await openAsk(page, says("admin_orders.refund_button"));
    await lookAt(page);
    await asked.locator("[name=why]").fill("They moved abroad.");
    await confirmAsk(asked);
    await expect(
      page.getByText(wordsOnly("The refund is asked for. What it waits for stands beside it.")),
    ).toBeVisible();
    await lookAt(page);
    await page.goto("/admin/payouts?status=account_missing");
    await expect(page.locator("main table")).toContainText(code);
    await lookAt(page);
    await forgetPerson(page);
  });

  await test.step("the student follows the mail's link, signs in, and a wrong digit is refused beside the field", async () => {
    const letter = await letterTo(page, person.email, wordsOnly("Account for a refund"));
    await page.goto(linkIn(letter, new RegExp(`/orders/${code}[^"<\\s]*`)));
    await expect(page).toHaveURL(/sign-in/);
    await signInAs(page, person.email, PASSWORD);
    await page.goto(`/orders/${code}`);
    const iban = page.locator("#refund-iban");
    await iban.fill(STUDENTS_IBAN.replace("0076", "0067"));
    const send = page.getByRole("button", { name: says("learning.send_the_account_button") });
    await send.click();
    await expect(iban).toHaveAttribute("aria-invalid", "true");
    await expect(iban).toHaveValue(STUDENTS_IBAN.replace("0076", "0067"));
    await lookAt(page);
    await iban.fill(STUDENTS_IBAN);
    await send.click();
    await expect(page.getByText(says("done.refund_account_given"))).toBeVisible();
    await expect(page.getByText(says("learning.to_be_sent_back_to_you"))).toBeVisible();
    await lookAt(page);
    await forgetPerson(page);
  });

  await test.step("finance makes the file for the bank, which has the account and the amount, and marks it as sent", async () => {
    await signInAs(page, "finance@demo.test");
    await page.goto("/admin/payouts?status=to_send");
    await expect(page.locator("main table")).toContainText(code);
    await confirmAsk(await openAsk(page, says("payouts.create_button", { amount: "CHF 480.00" })));
    await expect(page).toHaveURL(/\/admin\/payouts\/por_/);
    await lookAt(page);
    const file = await downloadOf(page);
    expect(file).toContain("urn:iso:std:iso:20022:tech:xsd:pain.001");
    for (const part of [SCHOOLS_IBAN, STUDENTS_IBAN, code]) expect(file).toContain(part);
    expect(file).toMatch(/<InstdAmt Ccy="CHF">480(\.00)?<\/InstdAmt>/);
    await confirmAsk(await openAsk(page, says("payouts.mark_sent_button")));
    await expect(page.getByText(says("done.payout_sent"))).toBeVisible();
    await lookAt(page);
    await forgetPerson(page);
  });

  await test.step("the student reads that it was given back", async () => {
    await signInAs(page, person.email, PASSWORD);
    await page.goto(`/orders/${code}`);
    await expect(page.getByText(says("learning.given_back"), { exact: true })).toBeVisible();
    await lookAt(page);
    const letter = await letterTo(page, person.email, wordsOnly("Refund"));
    expect(letter).toContain("480.00");
    await forgetPerson(page);
  });

  await test.step("it comes back from the bank: it waits again, and the student is asked for another account", async () => {
    await signInAs(page, "finance@demo.test");
    await page.goto(`/admin/orders/${code}`);
    const asked = await openAsk(page, says("payouts.returned_button"));
    await asked.locator("[name=reason]").selectOption("transfer_account_closed");
    await lookAt(page);
    await confirmAsk(asked);
    await expect(page.getByText(says("done.refund_returned"))).toBeVisible();
    await page.goto("/admin/payouts?status=account_missing");
    await expect(page.locator("main table")).toContainText(code);
    await expect(page.locator("main table")).toContainText(says("payouts.after_return"));
    await lookAt(page);
    await forgetPerson(page);
    await signInAs(page, person.email, PASSWORD);
    await page.goto(`/orders/${code}`);
    await expect(page.getByText(says("learning.to_be_sent_back_to_you"))).toBeVisible();
    await page.locator("#refund-iban").fill(OTHER_IBAN);
    await page.getByRole("button", { name: says("learning.send_the_account_button") }).click();
    await expect(page.getByText(says("done.refund_account_given"))).toBeVisible();
    await forgetPerson(page);
    await signInAs(page, "finance@demo.test");
    await page.goto("/admin/payouts?status=to_send");
    await expect(page.locator("main table")).toContainText(code);
  });
});

test("a plan paid by transfers: the checkout shows it, and the rest of a part is asked for under a reference of its own", {
  tag: [TOGETHER, IN_ALL],
}, async ({ page }) => {
  const title = newTitle("Silkscreen");
  const person = newPerson();
  await sellCourse(page, { title, price: "480", plan: { percent: "30", furtherParts: "3" } });
  const { code, reference } = await orderByTransfer(page, title, person, true);
  await expect(page.getByText(says("instalments.due_now_label"), { exact: true })).toBeVisible();
  await expect(page.getByText(says("instalments.part_number", { number: 4 }), { exact: true })).toBeVisible();
  await forgetPerson(page);

  await test.step("a part of the first part comes: the office reads what is missing of it, and no more", async () => {
    await signInAs(page, "finance@demo.test");
    await loadStatement(page, "100.00", `Kurs ${reference}`);
    await matchByHand(page, code);
    await page.goto(`/admin/orders/${code}`);
    await expect(page.getByText(says("admin.missing", { by: "CHF 44.00" })).first()).toBeVisible();
    await lookAt(page);
    await forgetPerson(page);
  });

  const rest =
    await test.step("the student is asked for the rest by mail and on the page, with another reference", async () => {
      const letter = await letterTo(page, person.email, wordsOnly("Transfer in part"));
      expect(letter).toContain("44.00");
      await signInAs(page, person.email, PASSWORD);
      await page.goto(`/checkout/${code}`);
      await expect(page.getByText("CHF 44.00").first()).toBeVisible();
      await lookAt(page);
      const asked = /RF\d\d(?: ?[A-Z0-9]){11}/.exec(await page.locator("main").innerText())?.[0] ?? "";
      expect(asked).not.toBe(reference);
      await page.goto(`/orders/${code}`);
      await expect(page.getByText("CHF 44.00").first()).toBeVisible();
      await lookAt(page);
      await forgetPerson(page);
      return asked;
    });

  await test.step("the rest opens the course, and what comes of the next part counts for it", async () => {
    await signInAs(page, "finance@demo.test");
    await loadStatement(page, "44.00", `Kurs ${rest}`);
    await loadStatement(page, "50.00", `Kurs ${code}`);
    await matchByHand(page, code);
    await forgetPerson(page);
    await signInAs(page, person.email, PASSWORD);
    await page.goto(`/orders/${code}`);
    await expect(page.getByRole("button", { name: /62\.00/ }).first()).toBeVisible();
    await lookAt(page);
  });
});

test("a cohort of 300 paid places is cancelled in one step: all money goes back, and what failed is listed and tried again", {
  tag: IN_ALL,
}, async ({ page, ownSchool, javaScriptEnabled }) => {
  // The job that ends them is the same for whoever watches it without scripts: there a tenth of them will do every day.
  const PLACES = isLong || javaScriptEnabled !== false ? 300 : 30;
  test.slow();
  const title = newTitle("Woodcut");
  const cohort = /coh_\w+/.exec(await sellCourse(page, { title, price: "20" }))?.[0] ?? "";
  const bought = await fillCohort(ownSchool, cohort, PLACES);
  expect(bought).toHaveLength(PLACES);
  const [, odd = { code: "", checkout: "" }] = bought;
  refundOutside(ownSchool, odd);
  const progress = `/admin/cancellations?cohort=${cohort}`;

  await test.step("the office sees all of them and what goes back, and ends the cohort by one press", async () => {
    await signInAs(page, "admin@demo.test");
    await page.goto(`/admin/courses?q=${encodeURIComponent(title)}`);
    await page.getByRole("link", { name: title }).first().click();
    await page.goto(`${new URL(page.url()).pathname}/cohorts/${cohort}`);
    await page.getByRole("link", { name: says("admin_courses.cancel_cohort_button") }).click();
    await expect(page.getByText(says("endings.cohort_lines_summary", { count: PLACES }))).toBeVisible();
    await expect(page.getByText(/CHF (6[’,.]?000|600)\.00/).first()).toBeVisible();
    await lookAt(page);
    await page.getByLabel(says("endings.why_label")).fill("The press broke.");
    await page.getByRole("button", { name: says("endings.submit_button") }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/cancellations\\?cohort=${cohort}`));
  });

  await test.step("the job goes through them; the one refund that failed is listed, and the order says why", async () => {
    await expect(async () => {
      await page.goto(progress);
      const all = says("endings.progress_title", { done: PLACES, total: PLACES });
      await expect(page.getByText(all)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 240_000 });
    await expect(
      page.getByText(says("endings.progress_words", { waiting: 0, failed: 0, due: 1 }).trim()),
    ).toBeVisible();
    await lookAt(page);
    await page.goto(`${progress}&money=due`);
    await expect(page.locator("main table tbody tr")).toHaveCount(1);
    await page.getByRole("link", { name: odd.code }).click();
    await expect(page.getByText(says("payment_failures.more_than_charged")).first()).toBeVisible();
    await lookAt(page);
    expect(countMoneyBack(ownSchool, cohort).refunds).toEqual({
      done: { count: PLACES - 1, minor: (PLACES - 1) * 2_000 },
      failed: { count: 1, minor: 2_000 },
    });
  });

  await test.step("it is tried again by one press, and then nothing is left", async () => {
    undoRefundOutside(ownSchool);
    await page.goto(progress);
    await page.getByRole("button", { name: says("endings.retry_button") }).click();
    await expect(page.getByText(says("done.cancellation_retried"))).toBeVisible();
    await expect(async () => {
      await page.goto(`${progress}&money=due`);
      await expect(page.locator("main table tbody tr")).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await page.goto(progress);
    await expect(page.getByRole("button", { name: says("endings.retry_button") })).toHaveCount(0);
    await lookAt(page);
    const file = await page.request.get(`/admin/cancellations/export.csv?cohort=${cohort}`);
    expect((await file.text()).trim().split("\n").length).toBe(PLACES + 1);
  });

  await test.step("every student has their money and both mails", async () => {
    await expect(() => {
      const { refunds, mails } = countMoneyBack(ownSchool, cohort);
      expect(refunds.done).toEqual({ count: PLACES, minor: PLACES * 2_000 });
      expect(mails).toMatchObject({ enrolment_cancelled: PLACES, refund_done: PLACES });
    }).toPass({ timeout: 60_000 });
    await page.goto(`/admin/mail?kind=refund_done&to=member2.${cohort.slice(-8).toLowerCase()}@example.org`);
    await expect(page.locator("main table tbody tr")).toHaveCount(1);
  });
});
