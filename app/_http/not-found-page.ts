import type { ServerResponse } from "node:http";

/**
 * When a page finds that there is nothing at its address, Next answers 404 with an empty body and scripts that draw
 * app/not-found.tsx: who has no scripts sees nothing. So what it says is also put into that body, for them alone.
 */

const EMPTY = 'id="__next_error__"';
const BODY = "<body>";

const WORDS = `<noscript><main style="max-width:36rem;margin:0 auto;padding:18vh 1.25rem 4rem;font:1.0625rem/1.6 system-ui,sans-serif">
<h1>There is nothing here</h1><p>The address may be mistyped, or what was here may have moved. If it is somebody's own page, sign in as that person first.</p>
<p><a href="/courses">To the courses</a> &#183; <a href="/sign-in">Sign in</a> &#183; <a href="/help/new">Ask us</a></p></main></noscript>`;

/** The same part of an answer, with the words in it if it is the beginning of an empty page. Every other is left as it is. */
export function fillEmptyPage<Part>(response: ServerResponse, part: Part): Part | Buffer {
  if (response.statusCode !== 404 || !(typeof part === "string" || part instanceof Uint8Array)) return part;
  // One letter a byte: a part may end in the middle of one that takes several.
  const given = Buffer.from(part as string).toString("latin1");
  // Next leaves out which language the page is in, which a screen reader asks for.
  const text = given.replace(`<html ${EMPTY}`, `<html lang="en" ${EMPTY}`);
  const at = text.indexOf(BODY) + BODY.length;
  if (!text.includes(EMPTY) || at < BODY.length) return part;
  // It spoke of the body without them.
  if (!response.headersSent) response.removeHeader("content-length");
  return Buffer.from(text.slice(0, at) + WORDS + text.slice(at), "latin1");
}
