import { type Locator, type Page, test } from "@playwright/test";

/** Opens a step that asks first, and gives where it asks: a dialog with scripts, a fold of the page without. */
export async function openAsk(page: Page, trigger: string): Promise<Locator> {
  if (test.info().project.use.javaScriptEnabled !== false) {
    await page.getByRole("button", { name: trigger, exact: true }).first().click();
    return page.getByRole("dialog");
  }
  const summary = page.locator("summary", { has: page.getByText(trigger, { exact: true }) }).first();
  await summary.click();
  return page.locator("details[open]", { has: summary }).last();
}

/** Presses the button that does what was asked; nothing of the page is pressed again before the answer is there. */
export async function confirmAsk(asked: Locator): Promise<void> {
  await asked.locator("button[type=submit]").first().click();
}
