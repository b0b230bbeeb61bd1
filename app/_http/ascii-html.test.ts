import { expect, test } from "vitest";
import { asciiHtml } from "./ascii-html.ts";

test("text and attributes become character references, whole characters at a time", () => {
  const page = `<p title="Tomáš’s">9–12 h, 𝄞</p>`;
  expect(asciiHtml(page)).toBe(`<p title="Tom&#225;&#353;&#8217;s">9&#8211;12 h, &#119070;</p>`);
});

test("scripts mean the same afterwards, and what is around them stays markup", () => {
  const said = { words: "Größe 9–12 𝄞 </p>" };
  const page = `<p>ä</p><script>${JSON.stringify(said)}</script><script src="/ü.js"></script><p>ö</p>`;
  const written = asciiHtml(page);
  expect(written).toMatch(/^[\0-\x7f]*$/);
  const [, script = ""] = /<script>(.*?)<\/script>/.exec(written) ?? [];
  expect(JSON.parse(script)).toEqual(said);
  expect(written).toContain(`<script src="/&#252;.js"></script><p>&#246;</p>`);
});

test("a page of ASCII alone is the same, and one whose style sheet needs more is left alone", () => {
  const plain = "<style>p{}</style><script>let a = 1;</script><p>Plain</p>";
  expect(asciiHtml(plain)).toBe(plain);
  const styled = `<style>q::before{content:"«"}</style><p>ä</p>`;
  expect(asciiHtml(styled)).toBe(styled);
});
