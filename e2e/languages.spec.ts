import { expect, expectNoAxeViolations, expectNoSidewaysScroll, newPerson, PASSWORD, test } from "./fixtures.ts";
import { addressOf, says, speak, words } from "./words.ts";

test("who reads in one language and chooses the other is spoken to in it: pages, refusals, letters, and back again", async ({
  page,
  language,
}) => {
  const person = newPerson();
  const other = language === "de" ? "en" : "de";
  const switchTo = async (wanted: string) => {
    const here = says("layout.language_label");
    speak(wanted);
    const choice = page.getByRole("navigation", { name: here }).filter({ visible: true }).first();
    await choice.locator(`[lang=${wanted}]`).click();
    await expect(page.locator("html")).toHaveAttribute("lang", wanted);
  };

  await test.step("a visitor changes the language of a page, and gets the same page", async () => {
    await page.goto(addressOf("/courses/bookbinding-for-beginners"));
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await switchTo(other);
    await expect(page).toHaveURL(addressOf("/courses/bookbinding-for-beginners"));
    await expectNoAxeViolations(page);
  });

  await test.step("what leads on from there is in it, a refusal too", async () => {
    // Without scripts it leads by way of the account.
    const signIn = page.locator('header a[href*="/sign-in"], header a[href$="/account"]');
    await signIn.filter({ visible: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: says("sign_in.sign_in_title") })).toBeVisible();
    // From there on the browser remembers it, at addresses that name no language too.
    await page.goto("/sign-up?next=/account");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("sign_up.create_an_account_title"));
    await page.locator("[name=name]").fill(person.name);
    await page.locator("[name=email]").fill(person.email);
    await page.locator("[name=password]").fill("passwordpassword");
    await page.getByRole("button", { name: says("sign_up.create_my_account_button") }).click();
    await expect(page.locator("[name=password]")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("html")).toHaveAttribute("lang", other);
    await page.locator("[name=password]").fill(PASSWORD);
    await page.getByRole("button", { name: says("sign_up.create_my_account_button") }).click();
    await expect(page.getByRole("heading", { level: 1, name: says("account.your_account_title") })).toBeVisible();
  });

  await test.step("the letter to them is in it", async () => {
    await page.goto(`/mail?to=${encodeURIComponent(person.email)}`);
    await page
      .getByRole("link", { name: words("Is this your address?") })
      .first()
      .click();
    await expect(page.locator("iframe")).toHaveAttribute("srcdoc", new RegExp(`lang="${other}`));
  });

  await test.step("their account keeps it, until they choose again", async () => {
    await page.context().clearCookies({ name: "language" });
    await page.goto("/account");
    await expect(page.locator("html")).toHaveAttribute("lang", other);
    await switchTo(language);
    await expect(page).toHaveURL("/account");
    await expect(page.getByRole("heading", { level: 1, name: says("account.your_account_title") })).toBeVisible();
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  });
});
