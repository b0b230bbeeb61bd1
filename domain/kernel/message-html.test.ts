import fc from "fast-check";
import { expect, test } from "vitest";
import { renderMessage } from "./message-html.ts";

/** What a reader sees, from the HTML: the text again. */
const shown = (html: string) =>
  html
    .replaceAll("<br>", "\n")
    .replace(/<\/?a\b[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

test("every word and every line of a message is shown as it was typed", () => {
  const typed =
    "About <Bookbinding for beginners>:\nline two\n    four blanks\n\n* star\n1. one\n> quote & **bold** _x_ `y`";
  expect(shown(renderMessage(typed))).toBe(typed);
  expect(renderMessage(typed)).toContain(
    "&lt;Bookbinding for beginners&gt;:<br>line two<br>    four blanks<br><br>* star",
  );
  expect(renderMessage("a\r\nb\rc\u2028d\u2029e\u0085f")).toBe("a<br>b<br>c<br>d<br>e<br>f");
});

test("no text loses a sign, and none makes a tag", () => {
  const piece = fc.constantFrom(
    ...[
      "<",
      ">",
      '"',
      "'",
      "&",
      "&amp;",
      "http://",
      "https://x.org/",
      "a@b.org",
      "(",
      ")",
      " ",
      "\n",
      "<b>",
      "ü",
      "@",
      ".",
    ],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join("")),
      ),
      (text) => {
        const html = renderMessage(text);
        expect(shown(html)).toBe(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n"));
        expect(
          html.replace(/<br>|<a href="(https?:|mailto:)[^"<>\s]*" rel="nofollow noopener ugc">|<\/a>/gi, ""),
        ).not.toMatch(/[<>"]/);
      },
    ),
  );
});

test.each([
  ["See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&amp;c=2"],
  ["(https://en.wikipedia.org/wiki/Paper_(book))", "https://en.wikipedia.org/wiki/Paper_(book)"],
  ["<https://example.org/>", "https://example.org/"],
  ["[here](https://example.org/x)", "https://example.org/x"],
  ["HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"],
  ["mail <anna@example.org>, please", "mailto:anna@example.org"],
  ["anna@example.org.", "mailto:anna@example.org"],
])("%s leads where it says", (text, href) => {
  expect(renderMessage(text)).toContain(`<a href="${href}"`);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "//evil.example",
  "http://",
  "https://[",
  "a@b",
  "@a.b.c",
  "x@y@z.org",
  "a@b..c",
])("%s leads nowhere", (text) => {
  expect(renderMessage(text)).not.toContain("<a");
});

test.each([
  "http://a ",
  "http://",
  "a@b.org ",
  "a@",
  ")",
  "http://a)",
  "<",
  "'",
  "_",
  "a.",
  "\n",
  "&",
  "http://a.b/((((",
  "@",
])("a hundred messages of 20,000 characters made of %j cost less than a second of a core, and little room", (part) => {
  const text = part.repeat(20_000 / part.length);
  const before = process.cpuUsage();
  let characters = 0;
  for (let n = 0; n < 100; n++) characters += renderMessage(text).length;
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  expect(characters).toBeLessThanOrEqual(100 * 20_000 * 7);
});
