import { changeSettings } from "#domain/settings/change-settings.ts";
import { dropTable } from "#tests/support/break-database.ts";
import { openTestSchool } from "#tests/support/school.ts";
import { startServers } from "#tests/support/servers.ts";
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from "./fixtures.ts";
import { addressOf, says } from "./words.ts";

test("a page that breaks says so, with a number to quote that stands in the log, scripts or not", async ({
  page,
  pageFaults,
}) => {
  const school = await openTestSchool();
  await school.cohort({}, { slug: "bookbinding", title: "Bookbinding", summary: "Paper and thread." });
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => changeSettings(ctx, { moreLanguages: ["de"] }));
  const servers = await startServers(1, school.database.url);
  const [server] = servers.all;
  try {
    await dropTable(school.database.url, "meetings");
    const address = addressOf("/courses/bookbinding");
    const answer = await page.goto(`${server?.url}${address}`);
    expect(answer?.status()).toBe(500);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(says("errors.broken_title"));
    const number = await page.getByText(/^req_[0-9a-f]{32}$/).textContent();
    await expect.poll(() => server?.log()).toContain(`"requestId":"${number}"`);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
    await expect(page.getByRole("link", { name: says("errors.try_again") })).toHaveAttribute("href", address);
    // The rest of the school is still there.
    await page.getByRole("link", { name: says("errors.to_the_courses") }).click();
    await expect(page).toHaveURL(`${server?.url}${addressOf("/courses")}`);
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(says("errors.broken_title"));
    // The browser prints the 500 that was asked for.
    expect(pageFaults.filter((fault) => !fault.includes("status of 500"))).toEqual([]);
    pageFaults.length = 0;
    // What the page still asks for is asked of a server that is there.
    await page.waitForLoadState("networkidle");
    await page.goto("about:blank");
  } finally {
    await servers.stop();
    await school.drop();
  }
});

test("an address that stands for no text is not found, like any other that nothing has", async ({ request }) => {
  for (const path of ["/courses/%E0%A4%A", "/files/%ff", "/sandbox/pay/50%"]) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
  expect((await request.get("/api/v1/courses/%ff")).status()).toBe(401);
});
