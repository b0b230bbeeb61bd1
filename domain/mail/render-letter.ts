import { escapeHtml, renderMessage } from "../kernel/message-html.ts";
import type { Draft, Part, SchoolFace } from "./draft.ts";

export type RenderedLetter = { subject: string; html: string; text: string };

/** The house green, for a school that has chosen no colour. */
const ACCENT = "#1d5b45";
const LINE_CHARACTERS_MAX = 76;

/** Draws a mail for both kinds of reader. Everything that came from people is escaped here, in this one place. */
export function renderLetter({ subject, parts }: Draft, school: SchoolFace): RenderedLetter {
  const oneLine = subject.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return { subject: oneLine.slice(0, 200), html: htmlOf(oneLine, parts, school), text: textOf(parts, school) };
}

function textOf(parts: Part[], school: SchoolFace): string {
  const blocks = parts.map((part) => {
    switch (part.type) {
      case "button":
      case "link":
        return `${part.label}:\n${school.url}${part.path}`;
      case "quote":
        return part.text
          .split("\n")
          .map((line) => `> ${line}`.trimEnd())
          .join("\n");
      case "facts":
        return part.rows.map(([term, value]) => `${term}: ${value}`).join("\n");
      case "code":
        return `    ${part.code}`;
      default:
        return wrapped(part.text);
    }
  });
  return `${[...blocks, `-- \n${school.name}\n${school.url}`].join("\n\n")}\n`;
}

/** Breaks lines where a word ends, as mail programs without HTML like it. */
function wrapped(words: string): string {
  const lines = [""];
  for (const word of words.split(/\s+/)) {
    const line = lines.at(-1) as string;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= LINE_CHARACTERS_MAX) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** Mail programs know neither style sheets nor custom properties for sure, so every piece carries its own style. */
function htmlOf(subject: string, parts: Part[], school: SchoolFace): string {
  const accent = /^#[0-9a-f]{6}$/i.test(school.accentColor ?? "") ? (school.accentColor as string) : ACCENT;
  const body = parts.map((part) => partHtml(part, school, accent)).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#faf8f3;color:#1d1b17;font:16px/1.55 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto">
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

function partHtml(part: Part, school: SchoolFace, accent: string): string {
  switch (part.type) {
    case "text":
      return `<p style="margin:0 0 16px">${escapeHtml(part.text)}</p>`;
    case "aside":
      return `<p style="margin:0 0 16px;font-size:14px;color:#575249">${escapeHtml(part.text)}</p>`;
    case "button":
      return `<p style="margin:4px 0 20px"><a href="${escapeHtml(school.url + part.path)}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:${accent};color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(part.label)}</a></p>`;
    case "link":
      return `<p style="margin:0 0 16px"><a href="${escapeHtml(school.url + part.path)}" style="color:${accent}">${escapeHtml(part.label)}</a></p>`;
    case "quote":
      return `<blockquote style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #cfc7b8;white-space:pre-wrap">${renderMessage(part.text)}</blockquote>`;
    case "code":
      return `<p style="margin:4px 0 20px;font:600 28px/1.2 ui-monospace,Consolas,monospace;letter-spacing:.14em">${escapeHtml(part.code)}</p>`;
    case "facts":
      return factsHtml(part.rows);
  }
}

function factsHtml(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(
    ([term, value]) =>
      `<tr><td style="padding:5px 18px 5px 0;color:#575249;vertical-align:top;white-space:nowrap">${escapeHtml(term)}</td><td style="padding:5px 0;vertical-align:top">${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation" style="margin:0 0 18px;border-collapse:collapse;font-variant-numeric:tabular-nums">${lines.join("")}</table>`;
}
