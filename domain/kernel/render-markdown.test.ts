import { expect, test } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";

test("Markdown becomes paragraphs, lists, tables and links", () => {
  const html = renderMarkdown(
    "# Hello\n\n**Bold** and *soft*.\n\n1. one\n2. two\n\n| a |\n|---|\n| b |\n\n[here](https://example.org/a?b=1&c=2)",
  );
  expect(html).toContain("<h3>Hello</h3>");
  expect(html).toContain("<strong>Bold</strong> and <em>soft</em>");
  expect(html).toContain("<li>two</li>");
  expect(html).toContain("<td>b</td>");
  expect(html).toContain('<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener ugc">here</a>');
});

test.each([
  "<script>alert(1)</script>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  '<img src=x onerror="alert(1)">',
  "<svg/onload=alert(1)>",
  "<iframe src=https://evil.example></iframe>",
  '<a href="javascript:alert(1)">x</a>',
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt&#58;alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](vbscript:msgbox(1))",
  "[x](//evil.example)",
  '<p style="position:fixed" onclick=alert(1) class=a id=b>x</p>',
  "<form action=https://evil.example><input name=password></form>",
  "<style>*{display:none}</style>",
  "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  "<!--><img src=x onerror=alert(1)>-->",
  "![pixel](https://evil.example/pixel.png)",
  "<base href=https://evil.example>",
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<https://example.org/"onmouseover=alert(1)>',
])("%s does nothing in a page", (nasty) => {
  const html = renderMarkdown(nasty);
  expect(html).not.toMatch(/<(?!\/?(p|a|br|em|strong|h[3-6]|ul|ol|li|code|pre|blockquote)\b)[a-z!]/i);
  const attributes = [...html.matchAll(/<[a-z0-9]+((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/gi)].map((match) => match[1] ?? "");
  for (const each of attributes) expect(each).toMatch(/^(\s+href="(https?:|mailto:)[^"]*"|\s+rel="[^"]*")*$/);
});

/** What made one parser or another take time with the square of a text's length, or memory without end. */
const HOSTILE: Record<string, string> = {
  "a table of 2,000 columns and 6,000 rows": `${"|a".repeat(2_000)}\n${"|-".repeat(2_000)}\n${"|\n".repeat(6_000)}`,
  "a table of 50 columns and 50,000 rows": `${"|a".repeat(50)}\n${"|-".repeat(50)}\n${"|\n".repeat(49_000)}`,
  "a thousand tables": `${"|a".repeat(12)}\n${"|-".repeat(12)}\n|\n\n`.repeat(1_800),
  "runs of backticks of every length": Array.from({ length: 440 }, (_, n) => "`".repeat(n + 1)).join(" "),
  "a list in a list in a list": Array.from({ length: 440 }, (_, n) => `${" ".repeat(n)}- a`).join("\n"),
  "a quote in a quote in a quote": Array.from({ length: 440 }, (_, n) => `${">".repeat(n)} a`).join("\n"),
  "five thousand references": `${Array.from({ length: 5_000 }, (_, n) => `[a${n}]: /u\n`).join("")}${"[a1]".repeat(5_000)}`,
  "links in links": `${"[".repeat(40_000)}a${"](b)".repeat(15_000)}`,
  "an address that goes on": `${"a.".repeat(50_000)}@`,
  "a host that goes on": `http://${"a.".repeat(50_000)}`,
  "an underlined heading of fifty thousand lines": `${"a\n".repeat(50_000)}=`,
  "a reference whose title never ends": `[a]: b "${"a\n".repeat(50_000)}`,
  "an attribute that never ends": `<a ${"a=b ".repeat(25_000)}`,
};
for (const part of [
  ...[
    "> ",
    ">",
    "- ",
    "* - + ",
    "1. ",
    "- > ",
    "1. > - ",
    "- [ ] ",
    "[",
    "![",
    "[](",
    "[a](<b",
    "[a][b]",
    "[a]: b\n",
    "[a]:\n",
  ],
  ...[
    "*",
    "*a ",
    "**a *b ",
    "a**b_c",
    "***a",
    "*_",
    "a*",
    "*a*",
    "~*",
    "~~a ",
    "_",
    "_a ",
    "\ud835\udcb3*",
    "`",
    "`a``b",
    "```\n",
  ],
  ...[
    "<",
    "<a ",
    "<!--",
    "<![CDATA[",
    "<?",
    "<b>",
    "<blockquote>",
    "<ul><li>",
    "<http://a>",
    "&",
    "&amp;",
    "\\",
    "\\*",
  ],
  ...["a|b\n-|-\n", "|a\n", "|", "# ", "# a\n", "---\n", "a\n=", "- a\n", "a  \n", "    a\n", " ", "\t", "\r", "\0"],
  ...["http://a.", "www.", "a@b.", "a_", "a", "[^1]", "($$)", "\u202e", "\ufeff"],
]) {
  HOSTILE[JSON.stringify(part)] = part.repeat(30_000 / part.length);
}

test.each(Object.entries(HOSTILE))("a long text made of %s costs a bounded time and length", (_, text) => {
  expect(text.length).toBeLessThanOrEqual(100_500);
  const before = process.cpuUsage();
  const html = renderMarkdown(text);
  const { user, system } = process.cpuUsage(before);
  // A page is rendered once for each text. The square of this length would be a minute.
  expect((user + system) / 1_000).toBeLessThan(2_500);
  expect(html.length).toBeLessThanOrEqual(1_000_000);
});

test("what goes over a bound is shown as it was typed, and no word is lost", () => {
  const deep = `${"> ".repeat(100)}the deepest word`;
  expect(renderMarkdown(deep)).toBe(`<p>${"&gt; ".repeat(100)}the deepest word</p>`);
  const lists = `${"- ".repeat(100)}word`;
  expect(renderMarkdown(lists)).toContain("word");
  for (let depth = 1; depth < 80; depth++) {
    for (const mark of ["> ", "- ", "1. ", "> - ", "- 1. > "]) {
      expect(renderMarkdown(`${mark.repeat(depth)}word`), `${mark} ${depth}`).toContain("word");
    }
  }
  const wide = `${"|a".repeat(60)}|\n${"|-".repeat(60)}|\n${"|b".repeat(60)}|`;
  expect(renderMarkdown(wide)).not.toContain("<table");
  expect(renderMarkdown(wide)).toContain("|b|b");
});

test("words between angle brackets are words, not tags", () => {
  expect(renderMarkdown("<Bookbinding for beginners> is a *title*")).toBe(
    "<p>&lt;Bookbinding for beginners&gt; is a <em>title</em></p>",
  );
  expect(renderMarkdown("a <!-- b --> c")).toContain("&lt;!-- b --&gt;");
});

test("a picture becomes a link to it, which asks nobody who reads the page", () => {
  const html = renderMarkdown("![pixel](https://example.org/pixel.png)");
  expect(html).toContain('!<a href="https://example.org/pixel.png" rel="nofollow noopener ugc">pixel</a>');
});

test("a table keeps how its columns are aligned, and a block of code its lines, without styles", () => {
  expect(renderMarkdown("a|b\n:-|-:\nc|d")).toContain('<td align="right">d</td>');
  expect(renderMarkdown("~~~js\na\n  b\n~~~")).toBe("<pre><code>a\n  b\n</code></pre>");
  expect(renderMarkdown("~~no~~ ###### x")).toContain("<del>no</del>");
});

test("the same text is rendered once", () => {
  const text = "*a* ".repeat(20_000);
  const first = renderMarkdown(text);
  const before = process.cpuUsage();
  for (let n = 0; n < 100; n++) expect(renderMarkdown(text)).toBe(first);
  expect(process.cpuUsage(before).user).toBeLessThan(100_000);
  expect(renderMarkdown("  \n ")).toBe("");
});

test("the longest ordinary text of a course stays Markdown", () => {
  const section = `## Week

A paragraph with **bold**, *soft* words, \`code\` and [a link](https://example.org/a_b?c=d&e=f), about as long as people write.

- one
  - two, with ~~three~~
    1. four

| tool | where | how many | price |
|---|:-:|--:|---|
| bone folder | [shop](https://example.org) | 1 | CHF 4.50 |

> quoted
> > twice

~~~js
const [a, b] = [1, "*"];
~~~

`;
  const html = renderMarkdown(section.repeat(240));
  for (const tag of ["h3", "strong", "em", "code", "li", "ol", "td", "blockquote", "pre", "del"]) {
    expect(html.split(`</${tag}>`).length - 1, tag).toBeGreaterThanOrEqual(240);
  }
});
