import { comeAs, expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from "./fixtures.ts";

/**
 * Every page, looked at by a program: accessible, no wider than the screen, nothing printed in the console. `→ x` follows the
 * first link whose address begins with x, for pages whose address the demo school makes anew each time.
 */
const PAGES: Record<string, { email: string | null; paths: string[] }> = {
  "a visitor": {
    email: null,
    paths: [
      "/",
      "/courses/bookbinding-for-beginners",
      "/courses/sourdough-and-rye-one-saturday-four-loaves",
      "/courses/find?q=nothing+like+this",
      "/courses/find?subject=Crafts&price=paid",
      "/sign-in",
      "/sign-up",
      "/terms",
      "/mail",
      "/api-docs",
      "/no-such-page",
    ],
  },
  "a student": {
    email: "student@demo.test",
    paths: [
      "/learning",
      "/learning/bookbinding-for-beginners",
      "/learning/bookbinding-for-beginners → /learning/bookbinding-for-beginners/",
      "/orders",
      "/orders → /orders/",
      "/help",
      "/help/new",
      "/account",
    ],
  },
  "the office": {
    email: "owner@demo.test",
    paths: [
      "/admin",
      "/admin/courses",
      "/admin/courses/new",
      "/admin/courses → /admin/courses/crs_",
      "/admin/enrolments",
      "/admin/enrolments/new",
      "/admin/enrolments → /admin/enrolments/enr_",
      "/admin/orders",
      "/admin/orders?need=attention",
      "/admin/orders → /admin/orders/",
      "/admin/tickets",
      "/admin/students",
      "/admin/students/new",
      "/admin/students → /admin/students/usr_",
      "/admin/mail",
      "/admin/mail → /admin/mail/out_",
      "/admin/team",
      "/admin/settings",
      "/admin/audit",
      "/admin/system",
    ],
  },
};

for (const [who, { email, paths }] of Object.entries(PAGES)) {
  test.describe(`as ${who} sees it`, () => {
    for (const path of paths) {
      test(`${path} is accessible and fits the screen`, async ({ page }) => {
        if (email) await comeAs(page, email);
        const [from = path, to] = path.split(" → ");
        await page.goto(from);
        if (to) {
          const href = await page.locator(`a[href^="${to}"]:not([href*="export.csv"])`).first().getAttribute("href");
          await page.goto(href ?? "/no-link-found");
        }
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expectNoAxeViolations(page);
        await expectNoSidewaysScroll(page);
      });
    }
  });
}
