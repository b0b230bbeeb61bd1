import { expect, test } from "vitest";
import { button, type Draft, facts, hello, quote, type SchoolFace, text } from "./draft.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { renderMessage } from "../kernel/message-html.ts";
import { renderLetter } from "./render-letter.ts";

const school: SchoolFace = {
  name: "Lindenhof <School>",
  accentColor: "#7a2e8e",
  timezone: "Europe/Zurich",
  refundPolicy: "",
  supportEmail: null,
  postalAddress: "Gerbergasse 1\n4001 Basel",
  registerNumber: "CH-270.1.123.456-7",
  vatNumber: "CHE-123.456.788 MWST",
  taxNote: "",
  url: "https://school.example",
  pages: "https://school.example",
  bank: null,
  getClaimSecret: () => "",
};
const t = wordsIn(null);
const written = (draft: Partial<Draft>) => renderLetter({ subject: "Hello", parts: [], ...draft }, school, t);

test("what people wrote never becomes markup", () => {
  const evil = `<script>alert("1")</script><img src=x onerror='1'>`;
  const { html } = written({
    subject: evil,
    parts: [hello(evil, t), quote(evil), facts([[evil, evil]]), button(evil, `/x"><b>`), { type: "code", code: evil }],
  });
  expect(html).not.toMatch(/<script|<img|"><b>/);
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
  expect(html).toContain("Lindenhof &lt;School&gt;");
});

test("a subject is one line and not endless", () => {
  const { subject } = written({ subject: `One\r\nBcc: everyone@example.org\t${"long ".repeat(100)}` });
  expect(subject).not.toMatch(/[\r\n\t]/);
  expect(subject.length).toBeLessThanOrEqual(200);
});

test("both forms carry the school's name, its colour and whole links", () => {
  const { html, text: plain } = written({
    parts: [text("Look here."), button("Open the course", "/learning/bookbinding")],
  });
  expect(html).toContain(`href="https://school.example/learning/bookbinding"`);
  expect(html).toContain("background:#7a2e8e");
  expect(plain).toContain("Open the course:\nhttps://school.example/learning/bookbinding");
  expect(plain).toContain("-- \nLindenhof <School>\nhttps://school.example");
});

test("a colour that is none is not put into a style", () => {
  const odd = { ...school, accentColor: "red;background:url(//evil)" };
  expect(renderLetter({ subject: "x", parts: [button("x", "/")] }, odd, t).html).not.toContain("evil");
});

test("plain text keeps its lines short and quotes line by line", () => {
  const { text: plain } = written({ parts: [text("word ".repeat(60)), quote("First\n\nSecond")] });
  const lines = plain.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
  expect(plain).toContain("> First\n>\n> Second");
});

test("facts without a value are left out", () => {
  const { text: plain } = written({
    parts: [
      facts([
        ["Begins", null],
        ["Where", "Atelier 2"],
        ["Bank", undefined],
      ]),
    ],
  });
  expect(plain).toContain("Where: Atelier 2");
  expect(plain).not.toMatch(/Begins|Bank/);
});

test("a message reads in the mail as it does on the page, in both forms, with every line", () => {
  const typed = "<Bookbinding for beginners>\n    four blanks\nsee https://example.org/a.";
  const { html, text: plain } = written({ parts: [quote(typed)] });
  expect(html).toContain(`white-space:pre-wrap">${renderMessage(typed)}</blockquote>`);
  expect(plain).toContain("> <Bookbinding for beginners>\n>     four blanks\n> see https://example.org/a.");
});
