import { expect, test } from "vitest";
import { plainText, renderMarkdown } from "./markdown.ts";

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

test.each(["> ", "- ", "[", "![", "*a ", "`", "<", "_*", "1. ", "a|", "&", "<b>", "\\", "~~a "])(
  "fifty thousand letters of %j are answered in time",
  (part) => {
    const started = performance.now();
    renderMarkdown(part.repeat(50_000 / part.length));
    expect(performance.now() - started).toBeLessThan(10_000);
  },
);

test("the same text without mark-up is words only", () => {
  expect(plainText("**A** [b](https://x.example) & <c> `d`\n\n- e")).toBe("A b & d e");
  expect(renderMarkdown("  \n ")).toBe("");
});
