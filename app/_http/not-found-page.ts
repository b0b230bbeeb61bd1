import type { ServerResponse } from "node:http";
import { getTranslator } from "#components/messages/get-translator.ts";
import { pagePath } from "#messages/page-path.ts";
import { asciiHtml } from "./ascii-html.ts";

/**
 * When a page finds that there is nothing at its address, Next answers 404 with an empty body and scripts that draw
 * app/not-found.tsx: who has no scripts sees nothing. So what it says is also put into that body, for them alone.
 */

const EMPTY = 'id="__next_error__"';
const BODY = "<body>";

/** The colours of the house on the whole screen. Only attributes may hold styles here. */
const PAGE =
  "position:absolute;top:0;inset-inline:0;min-height:100%;box-sizing:border-box;padding:18vh max(1.25rem,50vw - 18rem) 4rem;" +
  "font:1.0625rem/1.6 system-ui,sans-serif;background:light-dark(#faf8f3,#151412);color:light-dark(#211f1c,#ece8e0)";
const LINK = "color:light-dark(#1f5d4c,#8fc7b3)";

/** In ASCII: the rest of the page goes byte by byte. */
function words(): string {
  const t = getTranslator();
  const link = (path: string, said: string) => `<a style="${LINK}" href="${pagePath(path)}">${said}</a>`;
  const ways = [
    link("/courses", t("errors.to_the_courses")),
    link("/sign-in", t("errors.sign_in")),
    link("/help/new", t("errors.ask_us")),
  ];
  return asciiHtml(`<noscript><main style="${PAGE}">
<h1>${t("errors.nothing_here_title")}</h1><p>${t("errors.nothing_here")}</p>
<p>${ways.join(" &#183; ")}</p></main></noscript>`);
}

/** The same part of an answer, with the words in it if it is the beginning of an empty page. Every other is left as it is. */
export function fillEmptyPage<Part>(response: ServerResponse, part: Part): Part | Buffer {
  if (response.statusCode !== 404 || !(typeof part === "string" || part instanceof Uint8Array)) return part;
  // One letter a byte: a part may end in the middle of one that takes several.
  const given = Buffer.from(part as string).toString("latin1");
  // Next leaves out which language the page is in, which a screen reader asks for.
  const text = given.replace(`<html ${EMPTY}`, `<html lang="${getTranslator().language}" ${EMPTY}`);
  const at = text.indexOf(BODY) + BODY.length;
  if (!text.includes(EMPTY) || at < BODY.length) return part;
  // It spoke of the body without them.
  if (!response.headersSent) response.removeHeader("content-length");
  return Buffer.from(text.slice(0, at) + words() + text.slice(at), "latin1");
}
