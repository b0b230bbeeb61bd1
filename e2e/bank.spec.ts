import type { Page } from "@playwright/test";
import { IN_ALL } from "#tests/support/browser-ways.ts";
import { confirmAsk, openAsk } from "./answer-ask.ts";
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInAs, test } from "./fixtures.ts";
import { says } from "./words.ts";

/** The project asks for each journey in every language; the file is the same. */
const unique = () => Math.random().toString(36).slice(2, 10);
const IBAN = "CH9300762011623852957";

const entry = (amount: string, id: string, text: string) =>
  `<Ntry><Amt Ccy="CHF">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef>` +
  `<NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
const statement = (iban: string, ...entries: string[]) =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id>` +
  `<Acct><Id><IBAN>${iban}</IBAN></Id></Acct>\n${entries.join("\n")}</Stmt></BkToCstmrStmt></Document>`;

const form = (page: Page, field: string) => page.locator("main form").filter({ has: page.locator(`[name=${field}]`) });

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

async function load(page: Page, text: string): Promise<void> {
  await page.goto("/admin/bank");
  await page
    .locator("[name=file]")
    .setInputFiles({ name: "statement.xml", mimeType: "application/xml", buffer: Buffer.from(text) });
  await form(page, "file").locator("button[type=submit]").last().click();
}

test("a statement is loaded once, a line is put aside with a reason, and taken back", async ({
  page,
  javaScriptEnabled,
}) => {
  const [id, text] = [unique(), `Rent ${unique()}`];
  await signInAs(page, "finance@demo.test");

  await test.step("what is no statement, and one of another account, is refused in words beside the field", async () => {
    await load(page, "<Document><Broken>");
    await expect(form(page, "file").locator("[role=alert], .text-bad").first()).toBeVisible();
    await load(page, statement("DE89370400440532013000", entry("1.00", id, text)));
    await expect(page.locator("main")).toContainText("DE89370400440532013000");
    await lookAt(page);
  });

  await test.step("the account is added, and its statement is taken", async () => {
    await page.goto("/admin/bank");
    await page.locator("#add-account summary").click();
    await page.locator("[name=account]").fill(IBAN);
    await form(page, "account").locator("button[type=submit]").last().click();
    await expect(page.locator("main")).toContainText("CH93 0076 2011 6238 5295 7");
    await load(page, statement(IBAN, entry("1234.50", id, text)));
    await expect(page).toHaveURL(/\/admin\/bank\?file=bfl_/);
    await expect(page.locator("main table")).toContainText(text);
    await lookAt(page);
    await load(page, statement(IBAN, entry("1234.50", id, text)));
    await expect(page).toHaveURL(/\/admin\/bank\?file=bfl_/);
    await expect(page.locator("main table tbody tr")).toHaveCount(1);
  });

  await test.step("its line waits, is put aside, and waits again", async () => {
    await page.locator("main table a[href*='/admin/bank/bln_']").first().click();
    await expect(page).toHaveURL(/\/admin\/bank\/bln_/);
    await lookAt(page);
    await (javaScriptEnabled
      ? page.locator("main button", { hasText: /^(Ignore|Beiseitelegen)$/ }).first()
      : page.locator("#ignore summary")
    ).click();
    await page.locator("[name=why]").first().fill("Rent of the hall");
    await page.locator("[name=why]").first().press("Control+End");
    await (javaScriptEnabled
      ? page.getByRole("dialog").locator("button[type=submit]").last()
      : page.locator("#ignore button[type=submit]").last()
    ).click();
    await expect(page.locator("main")).toContainText("Rent of the hall");
    await (javaScriptEnabled
      ? page.locator("main button", { hasText: /^(Undo|Rückgängig machen)$/ }).first()
      : page.locator("#undo summary")
    ).click();
    await (javaScriptEnabled
      ? page.getByRole("dialog").locator("button[type=submit]").last()
      : page.locator("#undo button[type=submit]").last()
    ).click();
    await expect(page.locator("main")).not.toContainText("Rent of the hall");
  });
});

/** The account of the statements, unless another test has added it. */
async function addAccount(page: Page): Promise<void> {
  await page.goto("/admin/bank");
  await page.locator("#add-account summary").click();
  await page.locator("[name=account]").fill(IBAN);
  await form(page, "account").locator("button[type=submit]").last().click();
  await expect(page.getByText(says("done.bank_account_added"))).toBeVisible();
}

test("money of no order is booked to an account in one step, and that is undone like any match", {
  tag: IN_ALL,
}, async ({ page }) => {
  const [id, text] = [unique(), `Donation ${unique()}`];
  await signInAs(page, "finance@demo.test");
  await addAccount(page);
  await load(page, statement(IBAN, entry("55.00", id, text)));
  await expect(page).toHaveURL(/\/admin\/bank\?file=bfl_/);
  await page.locator("main table a[href*='/admin/bank/bln_']").first().click();
  await expect(page).toHaveURL(/\/admin\/bank\/bln_/);

  await test.step("the likeliest account and the bank's text stand there, and both can be said otherwise", async () => {
    const asked = await openAsk(page, says("bank.account_button"));
    await expect(asked.locator("[name=account]")).toHaveValue("other_income");
    await expect(asked.locator("[name=words]")).toHaveValue(text);
    await asked.locator("[name=words]").fill(`Gift, ${text}`);
    await lookAt(page);
    await confirmAsk(asked);
    await expect(page.getByText(says("done.bank_booked"))).toBeVisible();
    await expect(page.locator("main")).toContainText(`Gift, ${text}`);
    await lookAt(page);
  });

  await test.step("the account has it, with its text", async () => {
    const line = page.url().split("?")[0] ?? "";
    await page.getByRole("link", { name: says("accounting.account_other_income"), exact: true }).click();
    await expect(page).toHaveURL(/\/admin\/accounting\/accounts\/other_income/);
    // A job books it within seconds.
    await expect(async () => {
      await page.reload();
      await expect(page.locator("main")).toContainText(`Gift, ${text}`, { timeout: 1_000 });
    }).toPass();
    await page.goto(line);
  });

  await test.step("undone, it waits again; put aside, it says where its amount stands, and can still be booked", async () => {
    await confirmAsk(await openAsk(page, says("bank.undo_button")));
    await expect(page.getByText(says("done.bank_undone"))).toBeVisible();
    const asked = await openAsk(page, says("bank.ignore_button"));
    await asked.locator("[name=why]").fill("For later");
    await confirmAsk(asked);
    await expect(page.getByText(says("bank.ignored_is_on_suspense"))).toBeVisible();
    await lookAt(page);
    await confirmAsk(await openAsk(page, says("bank.account_button")));
    await expect(page.getByText(says("done.bank_booked"))).toBeVisible();
    await expect(page.getByText(says("bank.ignored_is_on_suspense"))).toHaveCount(0);
  });
});
