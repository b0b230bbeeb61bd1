import type { Page } from "@playwright/test";
import { confirmAsk, openAsk } from "./answer-ask.ts";
import {
  expect,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  forgetPerson,
  newPerson,
  signInAs,
  test,
} from "./fixtures.ts";
import { introduce, newTitle, sellCourse } from "./sell-course.ts";
import { says, words } from "./words.ts";

/** Opens the dialog of a refund, and fills it in. */
async function fillRefund(page: Page, amount: string) {
  const asked = await openAsk(page, says("admin_orders.refund_button"));
  await asked.locator("[name=amount]").fill(amount);
  await asked.locator("[name=why]").fill("An evening fell out.");
  return asked;
}

test("cash at the desk pays an order that waits, and a refund that two tabs ask for goes once", async ({
  page,
  context,
}) => {
  const enrol = await sellCourse(page, { title: newTitle("Desk"), price: "80" });
  await page.goto(`/sign-up?next=${encodeURIComponent(`${enrol}/others`)}`);
  await introduce(page, newPerson());
  await page.getByRole("button", { name: words("Create my account") }).click();
  await page.getByLabel(says("enrol_others.count_label")).fill("1");
  await page.getByRole("button", { name: says("enrol_others.order_button") }).click();
  await expect(page).toHaveURL(/\/checkout\//);
  const code = /checkout\/(\w+)/.exec(page.url())?.[1] ?? "";

  await forgetPerson(page);
  await signInAs(page, "admin@demo.test");
  await page.goto(`/admin/orders/${code}`);
  const asked = await openAsk(page, says("admin_orders.record_money_button"));
  await expect(asked.locator("[name=amount]")).toHaveValue("80.00");
  await asked.locator("[name=why]").fill("Cash at the desk.");
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
  await confirmAsk(asked);
  await expect(page.getByText(says("done.money_recorded"))).toBeVisible();

  const other = await context.newPage();
  await other.goto(`/admin/orders/${code}`);
  const [here, there] = [await fillRefund(page, "30.00"), await fillRefund(other, "30.00")];
  await confirmAsk(here);
  await expect(page.getByText(says("done.refund_requested"))).toBeVisible();
  await confirmAsk(there);
  await expect(other.getByText(says("endings.changed_meanwhile"))).toBeVisible();
  await other.close();
});
