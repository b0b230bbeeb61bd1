import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { AccessCause } from "#domain/access/load-access.ts";
import { AccessSentence } from "./access-sentence.tsx";

const YEAR = 2027;
const until = (n: number) => new Date(Date.UTC(YEAR + n, 0, 1));
const order = (n: number, end: Date | null = until(n)): AccessCause => ({
  ...{ kind: "order", code: `ORDER${n}`, paid: "free" },
  until: end,
});

const write = (reasons: AccessCause[]) =>
  renderToStaticMarkup(
    <AccessSentence
      access={{ state: "open", startsAt: until(0), endsAt: until(20), reasons }}
      schoolTimezone="Etc/UTC"
      ordersAt="/admin/orders"
      allAt="/all"
    />,
  );
const named = (html: string) => [...html.matchAll(/>ORDER(\d+)</g)].map(([, n]) => Number(n));

test("a few reasons are all told, and nothing leads to more", () => {
  const html = write([1, 2, 3].map((n) => order(n)));
  expect(named(html)).toEqual([1, 2, 3]);
  expect(html).not.toContain("/all");
});

test("of hundreds of reasons those are told that reach furthest, and a link leads to the rest", () => {
  const html = write([order(0, null), ...Array.from({ length: 199 }, (_, n) => order(199 - n))]);
  expect(named(html)).toEqual([0, 199, 198, 197, 196, 195, 194, 193]);
  expect(html).toContain('<a class="link" href="/all">and for 192 more reasons</a>');
});

test("of reasons that reach as far the later are told, and what has extended the access always is", () => {
  const extended: AccessCause = { kind: "extended", days: 14, at: until(0) };
  const html = write([...Array.from({ length: 30 }, (_, n) => order(n, until(9))), extended]);
  expect(named(html)).toEqual([23, 24, 25, 26, 27, 28, 29]);
  expect(html).toContain("extended by 14 days by the office");
});
