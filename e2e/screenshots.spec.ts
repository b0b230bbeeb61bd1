import { signInAs, test } from "./fixtures.ts";

// As the README is.
test.use({ language: "en" });

/** The README's pictures. `npm run screenshots` makes them anew; any other run leaves the files alone (playwright.config.ts). */
test("the pictures of the README", async ({ page }) => {
  await page.goto("/courses/bookbinding-for-beginners");
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: "docs/screenshots/course-light.png" });
  await signInAs(page, "support@demo.test");
  await page.goto("/admin/tickets");
  const first = await page.locator('a[href^="/admin/tickets/T-"]').first().getAttribute("href");
  await page.goto(first ?? "/admin/tickets");
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: "docs/screenshots/ticket.png" });
});
