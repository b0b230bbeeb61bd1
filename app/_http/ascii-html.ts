const SCRIPT = /(<script\b[^>]*>)([\s\S]*?)(?=<\/script>)/gi;
const STYLE_WITH_MORE = /<style\b[^>]*>[^<]*?[^\0-\x7f]/i;
const CHARACTER = /[^\0-\x7f]/gu;
const CODE_UNIT = /[^\0-\x7f]/g;

/**
 * The same page written with ASCII alone: other letters become character references, and escapes inside scripts. Node sends
 * such a text as it is; one dash or curly quote makes it convert all of it for each request, which takes longer than the
 * rest of a kept page. Policies that name scripts by their hashes must be made from what comes out.
 */
export function asciiHtml(html: string): string {
  // Style sheets escape in a third way; a page that needs it is left as it is.
  if (STYLE_WITH_MORE.test(html)) return html;
  let written = "";
  let from = 0;
  for (const { 0: whole, 1: tag = "", 2: script = "", index } of html.matchAll(SCRIPT)) {
    written += references(html.slice(from, index) + tag) + escapes(script);
    from = index + whole.length;
  }
  // Through bytes, so that the string has one for each letter whatever it was made from.
  return Buffer.from(written + references(html.slice(from)), "latin1").toString("latin1");
}

function references(text: string): string {
  return text.replace(CHARACTER, (character) => `&#${character.codePointAt(0)};`);
}

function escapes(script: string): string {
  return script.replace(CODE_UNIT, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
