/** More addresses in one message are advertisement; they are shown, and lead nowhere. */
const LINKS_MAX = 200;
/** What browsers and mail programs open for sure; a mail address is shorter still (RFC 5321, 4.5.3.1.3). */
const ADDRESS_CHARACTERS_MAX = 2_000;
const MAIL_ADDRESS_CHARACTERS_MAX = 254;

const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as HTML that shows every sign of it. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

/**
 * What somebody wrote in a message, as HTML for a page or a mail: every sign and every line of it as it was typed, with links
 * where it names an address. It is no Markdown and has no tags, so nothing that was written can vanish. Takes time in
 * proportion to its length. Whoever shows it keeps its spaces (`white-space: pre-wrap`).
 */
export function renderMessage(text: string): string {
  const links = { left: LINKS_MAX };
  return text
    .split(/\r\n?|[\n\u0085\u2028\u2029]/)
    .map((line) =>
      line
        .split(/(\s+)/)
        .map((word) => wordHtml(word, links))
        .join(""),
    )
    .join("<br>");
}

function wordHtml(word: string, links: { left: number }): string {
  if (links.left === 0 || word.length < "a@b.cd".length) return escapeHtml(word);
  const web = webAddressIn(word) ?? mailAddressIn(word);
  if (!web) return escapeHtml(word);
  links.left -= 1;
  const { from, to, href } = web;
  const shown = escapeHtml(word.slice(from, to));
  // It lends nobody our name.
  const link = `<a href="${escapeHtml(href)}" rel="nofollow noopener ugc">${shown}</a>`;
  return `${escapeHtml(word.slice(0, from))}${link}${escapeHtml(word.slice(to))}`;
}

type Found = { from: number; to: number; href: string };

function webAddressIn(word: string): Found | undefined {
  const from = word.search(/https?:\/\//i);
  if (from === -1) return undefined;
  const rest = word.slice(from);
  const end = rest.search(/[<>"`]/);
  const to = from + lengthWithoutEnd(end === -1 ? rest : rest.slice(0, end));
  const href = word.slice(from, to);
  return href.length <= ADDRESS_CHARACTERS_MAX && URL.canParse(href) ? { from, to, href } : undefined;
}

/** How long an address is without what ends the sentence round it. A bracket belongs to it when it was opened in it. */
function lengthWithoutEnd(address: string): number {
  const count = (sign: string) => address.split(sign).length - 1;
  let unopened = count(")") - count("(");
  let length = address.length;
  for (; length > 0; length--) {
    const last = address[length - 1] ?? "";
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (!/[.,;:!?'\]}*_]/.test(last)) break;
  }
  return length;
}

const MAIL_ADDRESS = /^[^\s@<>()[\],;:"'\\]{1,64}@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63}){1,8}$/u;

function mailAddressIn(word: string): Found | undefined {
  if (!word.includes("@") || word.length > 2 * MAIL_ADDRESS_CHARACTERS_MAX) return undefined;
  const from = word.search(/[^<([{"'*_]/);
  const length = word.slice(from).search(/[>)\]}"'*_.,;:!?]*$/);
  const address = word.slice(from, from + length);
  if (from === -1 || address.length > MAIL_ADDRESS_CHARACTERS_MAX || !MAIL_ADDRESS.test(address)) return undefined;
  return { from, to: from + length, href: `mailto:${encodeURI(address)}` };
}
