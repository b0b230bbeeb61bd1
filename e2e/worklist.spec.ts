import type { Page } from "@playwright/test";
import { addDifference, countAlone } from "./add-difference.ts";
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInAs, test } from "./fixtures.ts";
import { says, wordsOnly } from "./words.ts";

async function lookAt(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
}

const LIST = "/admin/worklist?kind=differences";

/** What the dashboard counts of this kind; nothing is shown of what does not wait. */
async function countOnDashboard(page: Page): Promise<number> {
  await page.goto("/admin");
  const line = page.locator(`main a[href="${LIST}"]`);
  return (await line.count()) === 0 ? 0 : Number((await line.innerText()).replace(/\D.*$/s, ""));
}

test("finance takes on what waits, does its next step, and the dashboard's number falls", async ({ page }) => {
  await signInAs(page, "finance@demo.test");
  await countAlone(async () => {
    addDifference(400);
    const before = await countOnDashboard(page);
    expect(before).toBeGreaterThan(0);

    await test.step("the dashboard leads to the list, which has as many", async () => {
      await page.locator(`main a[href="${LIST}"]`).click();
      await expect(page).toHaveURL(new RegExp(`/admin/worklist\\?kind=differences$`));
      await expect(
        page
          .getByRole("status")
          .filter({ hasText: String(before) })
          .first(),
      ).toBeVisible();
      await lookAt(page);
    });

    // The oldest stands first: what was found more than a year ago.
    const row = page.locator("main tbody tr").first();

    await test.step("the oldest is taken on, and is theirs", async () => {
      await row.getByRole("button", { name: wordsOnly("Take") }).click();
      await expect(page.getByText(says("done.work_assigned"))).toBeVisible();
      await expect(row.getByRole("button", { name: wordsOnly("Give back") })).toBeVisible();
      await lookAt(page);
    });

    await test.step("it is among theirs alone", async () => {
      await page.goto(`${LIST}&owner=me`);
      await expect(row.getByRole("button", { name: wordsOnly("Give back") })).toBeVisible();
      await page.goto(`${LIST}&age=90`);
      await expect(row).toBeVisible();
    });

    await test.step("its next step asks why, and takes it off the list", async () => {
      const resolve = says("worklist.step_resolve_button");
      await row.getByText(resolve, { exact: true }).first().click();
      const dialog = page.getByRole("dialog").or(row.locator("details[open]")).first();
      await dialog.locator("textarea").fill("It was a test of the payment service.");
      await lookAt(page);
      await dialog.getByRole("button", { name: resolve }).last().click();
      await expect(page.getByText(says("done.work_step_taken"))).toBeVisible();
    });

    expect(await countOnDashboard(page)).toBe(before - 1);
  });
});
