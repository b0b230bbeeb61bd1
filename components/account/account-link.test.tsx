import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { AccountCorner } from "./account-link.tsx";

test("every state of a kept page's corner stands in it, and one of them shows without a script", () => {
  const corner = renderToStaticMarkup(<AccountCorner account="/de/account" signIn="/de/sign-in" />);
  const states = [...corner.matchAll(/data-when="(\w+)"( hidden="")?/g)].map(([, state, hidden]) => [state, !hidden]);
  expect(states).toEqual([
    ["unknown", true],
    ["visitor", false],
    ["person", false],
  ]);
  // What public/site-script.js looks for.
  expect(corner).toMatch(/^<account-corner class="contents"><a href="\/de\/account"/);
  expect(corner).toContain('<a href="/de/sign-in"');
  expect(corner).toMatch(/<a href="\/admin" hidden=""/);
  expect(corner).toMatch(/aria-hidden="true"[^>]*><\/span><span class="[^"]*" title=""><\/span>/);
});
