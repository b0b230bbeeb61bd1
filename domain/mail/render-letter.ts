import type { Words } from "#messages/message.ts";
import { isolateText } from "../kernel/isolate-text.ts";
import { escapeHtml, renderMessage } from "../kernel/message-html.ts";
import type { Draft, Part, SchoolFace } from "./draft.ts";

export type RenderedLetter = {
  subject: string;
  html: string;
  text: string;
  /** What it is written in, and to which side that is read. */
  language: string;
  direction: "ltr" | "rtl";
};

type Direction = Words["direction"];

/** The house green, for a school that has chosen no colour. */
const ACCENT = "#1d5b45";
const LINE_CHARACTERS_MAX = 76;
const SUBJECT_CHARACTERS_MAX = 200;

/** Draws a mail for both kinds of reader. Everything that came from people is escaped here, in this one place. */
export function renderLetter({ subject, parts }: Draft, school: SchoolFace, t: Words): RenderedLetter {
  const oneLine = subject.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const { language, direction } = t;
  return {
    subject: shortened(oneLine),
    html: htmlOf(oneLine, parts, school, t),
    text: textOf(parts, school, t),
    language,
    direction,
  };
}

/** Not in the middle of a character, and nothing stays open that keeps directions apart. */
function shortened(line: string): string {
  if (line.length <= SUBJECT_CHARACTERS_MAX) return line;
  const short = line
    .slice(0, SUBJECT_CHARACTERS_MAX - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "");
  return short.lastIndexOf("\u2068") > short.lastIndexOf("\u2069") ? `${short}\u2069` : short;
}

function textOf(parts: Part[], school: SchoolFace, t: Words): string {
  const blocks = parts.map((part) => {
    switch (part.type) {
      case "button":
      case "link":
      case "file":
        return `${t("mail_parts.before_address", { label: part.label })}\n${addressOf(part, school)}`;
      case "quote":
        return part.text
          .split("\n")
          .map((line) => `> ${line}`.trimEnd())
          .join("\n");
      case "facts":
        return part.rows.map(([term, value]) => t("mail_parts.fact", { term, value })).join("\n");
      case "code":
        return `    ${part.code}`;
      default:
        return wrapped(part.text);
    }
  });
  return `${[...blocks, `-- \n${school.name}\n${school.url}`].join("\n\n")}\n`;
}

const addressOf = ({ type, path }: { type: Part["type"]; path: string }, { url, pages }: SchoolFace) =>
  (type === "file" ? url : pages) + path;

/** Breaks lines where a word ends, as mail programs without HTML like it; not where a space holds a sum together. */
function wrapped(words: string): string {
  const lines = [""];
  for (const word of words.split(/[^\S\u00a0\u202f]+/)) {
    const line = lines.at(-1) as string;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= LINE_CHARACTERS_MAX) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** Mail programs know neither style sheets nor custom properties for sure, so every piece carries its own style. */
function htmlOf(subject: string, parts: Part[], school: SchoolFace, t: Words): string {
  const accent = /^#[0-9a-f]{6}$/i.test(school.accentColor ?? "") ? (school.accentColor as string) : ACCENT;
  const body = parts.map((part) => partHtml(part, school, accent, t.direction)).join("\n");
  return `<!doctype html>
<html lang="${t.language}" dir="${t.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#faf8f3;color:#1d1b17;font:16px/1.55 system-ui,-apple-system,'Segoe UI',sans-serif">
<div lang="${t.language}" dir="${t.direction}" style="max-width:560px;margin:0 auto">
<p style="margin:0 0 20px;font:600 20px/1.2 Georgia,serif;color:${accent}">${escapeHtml(school.name)}</p>
<div style="padding:28px 28px 12px;background:#fffefb;border:1px solid #e5dfd3;border-radius:14px;overflow-wrap:anywhere">
${body}
</div>
<p style="margin:18px 0 0;font-size:13px;color:#6f685c">${escapeHtml(school.name)} · <a href="${escapeHtml(school.url)}" style="color:#6f685c">${escapeHtml(school.url.replace(/^https?:\/\//, ""))}</a></p>
</div>
</body>
</html>
`;
}

function partHtml(part: Part, school: SchoolFace, accent: string, direction: Direction): string {
  const [start, end] = direction === "rtl" ? ["right", "left"] : ["left", "right"];
  switch (part.type) {
    case "text":
      return `<p style="margin:0 0 16px">${escapeHtml(part.text)}</p>`;
    case "aside":
      return `<p style="margin:0 0 16px;font-size:14px;color:#575249">${escapeHtml(part.text)}</p>`;
    case "button":
      return `<p style="margin:4px 0 20px"><a href="${escapeHtml(addressOf(part, school))}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:${accent};color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(part.label)}</a></p>`;
    case "link":
    case "file":
      return `<p style="margin:0 0 16px"><a href="${escapeHtml(addressOf(part, school))}" style="color:${accent}">${escapeHtml(part.label)}</a></p>`;
    case "quote":
      return `<blockquote dir="auto" style="margin:0 0 18px;padding:2px 0;padding-${start}:16px;border-${start}:3px solid #cfc7b8;white-space:pre-wrap">${renderMessage(part.text)}</blockquote>`;
    case "code":
      return `<p dir="ltr" style="margin:4px 0 20px;text-align:${start};font:600 28px/1.2 ui-monospace,Consolas,monospace;letter-spacing:.14em">${escapeHtml(part.code)}</p>`;
    case "facts":
      return factsHtml(part.rows, end, direction);
  }
}

function factsHtml(rows: readonly (readonly [string, string])[], end: string, direction: Direction): string {
  const lines = rows.map(
    ([term, value]) =>
      `<tr><td style="padding:5px 0;padding-${end}:18px;color:#575249;vertical-align:top;white-space:nowrap">${escapeHtml(term)}</td><td style="padding:5px 0;vertical-align:top">${escapeHtml(isolateText(value, direction))}</td></tr>`,
  );
  return `<table role="presentation" style="margin:0 0 18px;border-collapse:collapse;font-variant-numeric:tabular-nums">${lines.join("")}</table>`;
}
