import { expect, test } from "./fixtures.ts";
import { addressOf } from "./words.ts";

test("the bar at the bottom of a phone hides nothing of the foot of a course's page", async ({ page }) => {
  await page.goto(addressOf("/courses/bookbinding-for-beginners"));
  // The terms are a link, and another language is a button, since it is remembered.
  const things = page.getByRole("contentinfo").locator("a, button");
  expect(await things.count()).toBeGreaterThan(1);
  // Each could be pressed: it is in sight, and nothing lies above it.
  for (const thing of await things.all()) await thing.click({ trial: true });
});
