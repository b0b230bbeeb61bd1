import { getLocale } from "#components/messages/get-locale.ts";

// Making a formatter costs more than a hundred uses of it.
const formatters = new Map<string, Intl.NumberFormat>();

/** A figure as the page's language writes it: `1,240`, `1’240`. */
export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  const locale = getLocale();
  const key = options === undefined ? locale : `${locale} ${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.NumberFormat(locale, options);
    formatters.set(key, made);
  }
  // Which of the two Switzerland has between thousands, servers and browsers do not agree on.
  return made.format(value).replaceAll("'", "’");
}

const lists = new Map<string, Intl.ListFormat>();

/** Several things behind each other, with nothing said of how they hang together: `CHF, EUR`. */
export function formatList(items: readonly string[]): string {
  return listFormatter().format(items);
}

/** The same in pieces: of each, which of the things it is; none of what stands between them. */
export function formatListParts(items: readonly string[]): { text: string; item: number | undefined }[] {
  let item = 0;
  return listFormatter()
    .formatToParts(items)
    .map(({ type, value }) => ({ text: value, item: type === "element" ? item++ : undefined }));
}

function listFormatter(): Intl.ListFormat {
  const locale = getLocale();
  let made = lists.get(locale);
  if (!made) {
    made = new Intl.ListFormat(locale, { type: "unit", style: "short" });
    lists.set(locale, made);
  }
  return made;
}
