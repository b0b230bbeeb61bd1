import type { Page } from "@playwright/test";
import { words } from "./words.ts";

/** The latest letter to an address, by what the school calls its kind, from the page where a demo school shows them all. */
export async function letterTo(page: Page, to: string, subject: string | RegExp): Promise<string> {
  await page.goto(`/mail?to=${encodeURIComponent(to)}`);
  const href = await page
    .getByRole("link", { name: typeof subject === "string" ? words(subject) : subject })
    .first()
    .getAttribute("href");
  await page.goto(href ?? "/no-such-mail");
  // The letter stands in a frame where nothing may run; what is in it is read from the page around it.
  return (await page.locator("iframe").getAttribute("srcdoc")) ?? "";
}

/** The path of the one-time link in a letter. */
export function linkIn(letter: string, path: RegExp): string {
  const found = path.exec(letter);
  if (found === null) throw new Error(`The letter has no link like ${path}.`);
  return found[0];
}
