import { expect, test } from "./fixtures.ts";
import { addressOf } from "./words.ts";

test("the bar at the bottom of a phone hides nothing of the foot of a course's page", async ({ page }) => {
  await page.goto(addressOf("/courses/bookbinding-for-beginners"));
  const links = page.getByRole("contentinfo").getByRole("link");
  expect(await links.count()).toBeGreaterThan(1);
  // Each could be pressed: it is in sight, and nothing lies above it.
  for (const link of await links.all()) await link.click({ trial: true });
});
