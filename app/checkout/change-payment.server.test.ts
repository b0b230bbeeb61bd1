import { type Browser, expect as look } from "@playwright/test";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { payments } from "#db/schema/index.ts";
import { hasBrowser, openBrowser } from "#tests/support/browser.ts";
import { inAll } from "#tests/support/left-to-all.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

describe.skipIf(!hasBrowser)("a buyer who changes how they pay", () => {
  describe("with scripts", () => changeWays(true));
  describe("without scripts", inAll, () => changeWays(false));
});

function changeWays(javaScriptEnabled: boolean) {
  let things: Fixtures;
  let servers: TestServers;
  let browser: Browser;
  beforeAll(async () => {
    things = await openFixtureSchool();
    servers = await startServers(1, things.school.database.url, {
      MATRICULA_DATA_DIR: things.dataDir,
      MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await servers?.stop();
    await things?.close();
  });

  const attempts = async () => {
    const own = eq(payments.orderId, things.orderId);
    const rows = await things.school.database.read.select().from(payments).where(own).orderBy(asc(payments.createdAt));
    return rows.map(({ provider, state }) => `${provider} ${state}`);
  };

  test("goes from the card's page to a transfer and back, with one payment at a time", async () => {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const value = things.people.student.cookie.replace("session=", "");
    await context.addCookies([{ name: "session", value, url: servers.origin }]);
    const order = `${servers.origin}/checkout/${things.orderCode}`;
    const card = `${servers.origin}${things.checkoutPath}`;

    await page.goto(order);
    await look(page.getByText("A payment is under way")).toBeVisible();
    await page.getByLabel(/^Bank transfer/).check();
    await page.getByRole("button", { name: /^Go on paying/ }).click();
    await look(page.getByRole("heading", { name: "Send us a transfer" })).toBeVisible();
    // In groups of four, as banks print it and as the mail has it.
    await look(page.getByText(/^RF\d{2}( [A-Z0-9]{4})+/)).toBeVisible();
    expect(await attempts()).toEqual(["sandbox cancelled", "bank pending"]);
    // Nobody can pay on the card's page of before.
    await page.goto(card);
    await look(page.getByRole("button", { name: /^Pay/ })).toBeHidden();

    await page.goto(order);
    await page.getByText("Pay another way").click();
    await page.getByRole("button", { name: /^Pay .* now$/ }).click();
    await look(page).toHaveURL(/\/sandbox\/pay\//);
    expect(await attempts()).toEqual(["sandbox cancelled", "bank cancelled", "sandbox pending"]);
    await page.goto(order);
    await look(page.getByRole("heading", { name: "Send us a transfer" })).toBeHidden();
    await look(page.getByText("A payment is under way")).toBeVisible();
    await context.close();
  });
}
