import { NEEDS_SCRIPTS } from "#tests/support/browser-ways.ts";
import { expect, expectNoAxeViolations, test } from "./fixtures.ts";
import { says } from "./words.ts";

// Without scripts the answer is a page that says so.
test("a form from before an update keeps what was typed, there and after the page was loaded again", {
  tag: NEEDS_SCRIPTS,
}, async ({ page }) => {
  await page.goto("/sign-up");
  // As Next answers a form whose action a newer build calls otherwise.
  const headers = { "x-nextjs-action-not-found": "1", "content-type": "text/plain" };
  await page.route("**/sign-up", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 409, headers, body: "Server Action unavailable." })
      : route.continue(),
  );
  const form = page.locator("form", { has: page.locator("[name=name]") });
  await form.locator("[name=name]").fill("Ådå Älter-Groß");
  await form.locator("[name=email]").fill("ada.older@example.org");
  await form.locator("[name=password]").fill("a long enough word 4711");
  await form.locator("[type=submit]").click();
  await expect(form).toContainText(says("browser.form_of_older_version"));
  await expect(form.locator("[name=name]")).toHaveValue("Ådå Älter-Groß");
  await expectNoAxeViolations(page);

  await page.reload();
  await expect(form).toContainText(says("browser.typed_is_here_again"));
  await expect(form.locator("[name=name]")).toHaveValue("Ådå Älter-Groß");
  await expect(form.locator("[name=email]")).toHaveValue("ada.older@example.org");
  await expect(form.locator("[name=password]")).toHaveValue("");
  // Once, and then it is forgotten.
  await page.reload();
  await expect(form.locator("[name=name]")).toHaveValue("");
});
