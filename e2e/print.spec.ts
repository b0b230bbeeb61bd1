import { comeAs, expect, test } from "./fixtures.ts";
import { says, words } from "./words.ts";

test("a printed receipt is the receipt: no banner, no navigation, no buttons", async ({ page }) => {
  await comeAs(page, "student@demo.test");
  await page.goto("/orders");
  await page.goto((await page.locator('a[href^="/orders/"]').first().getAttribute("href")) ?? "/no-link-found");
  await expect(page.getByText(says("learning.what_was_bought")).first()).toBeAttached();
  await page.emulateMedia({ media: "print" });
  const parts = page.locator("header, nav, footer, button, aside, a[href='#main'], [class*='print:hidden']");
  await expect(parts.filter({ visible: true })).toHaveCount(0);
  await expect(page.getByText(words("This is a demo school."))).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(says("learning.school"), { exact: true })).toBeVisible();
  // A receipt of one course is one sheet of paper.
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
