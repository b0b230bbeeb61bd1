import type { SeatState } from "#domain/courses/seat-state.ts";
import { getLocale } from "../messages/get-locale.ts";
import { getBrowserTranslator } from "../messages/get-browser-translator.ts";

/** What a list or a card says about seats, and whether it is worth a colour. `long` says what the figure counts: "3 seats left". */
export function seatWords(
  state: SeatState,
  left: number | null,
  { long = false }: { long?: boolean } = {},
): { text: string; pressing: boolean } {
  const t = getBrowserTranslator();
  const leftText = (count: number) =>
    long ? t("browser.seats_left_long", { count }) : t("browser.seats_left", { count });
  switch (state) {
    case "full":
      return { text: t("browser.seats_full"), pressing: true };
    case "few":
      return { text: left === null ? t("browser.seats_few_left") : leftText(left), pressing: true };
    case "open":
      return { text: left === null ? "" : leftText(left), pressing: false };
    case "not_yet":
      return { text: t("browser.seats_open_later"), pressing: false };
    case "closed":
      return { text: t("browser.enrolment_closed"), pressing: false };
    case "finished":
      return { text: t("browser.course_over"), pressing: false };
  }
}

const languageNames = new Map<string, Intl.DisplayNames>();

/** `pt-BR` as people say it: Brazilian Portuguese. */
export function languageName(tag: string): string {
  const locale = getLocale();
  const names = languageNames.get(locale) ?? new Intl.DisplayNames([locale], { type: "language" });
  languageNames.set(locale, names);
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
