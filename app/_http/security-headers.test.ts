import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createHashPolicy, createNoncePolicy } from "./security-headers.ts";

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const directive = (policy: string, name: string) =>
  policy.split("; ").find((each) => each.startsWith(`${name} `)) ?? "";

test("a kept page runs the scripts that were rendered into it and no other", () => {
  const own = 'self.__next_f.push([1,"<b>"])';
  const html = `<script src="/_next/a.js" async=""></script><script id="_R_">${own}</script><script>\n1\n</script>`;
  const scripts = directive(createHashPolicy(html), "script-src");
  expect(scripts).toBe(`script-src 'self' ${hashOf(own)} ${hashOf("\n1\n")}`);
});

test("data for search engines is no script, and the same script twice is one hash", () => {
  const html = `<script type="application/ld+json">{"name":"x"}</script><script>1</script><script>1</script>`;
  expect(directive(createHashPolicy(html), "script-src")).toBe(`script-src 'self' ${hashOf("1")}`);
});

test("a kept page shows the styles that were rendered into it and no other", () => {
  const styles = directive(createHashPolicy("<style>a{color:red}</style>"), "style-src");
  expect(styles).toBe(`style-src 'self' ${hashOf("a{color:red}")}`);
});

test("no page ever runs whatever script stands in it", () => {
  for (const policy of [createHashPolicy("<script>1</script>"), createNoncePolicy("abc", [])]) {
    expect(directive(policy, "script-src")).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test("a form leads to our own pages, and to those that are named", () => {
  expect(directive(createNoncePolicy("abc", []), "form-action")).toBe("form-action 'self'");
  const named = createNoncePolicy("abc", ["https://checkout.stripe.com"]);
  expect(directive(named, "form-action")).toBe("form-action 'self' https://checkout.stripe.com");
});
