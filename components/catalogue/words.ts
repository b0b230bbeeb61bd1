import type { SeatState } from "#domain/courses/seat-state.ts";
import { getLocale } from "../messages/get-locale.ts";
import { getTranslator } from "../messages/get-translator.ts";

/** What a list or a card says about seats, and whether it is worth a colour. `long` says what the figure counts: "3 seats left". */
export function seatWords(
  state: SeatState,
  left: number | null,
  { long = false }: { long?: boolean } = {},
): { text: string; pressing: boolean } {
  const t = getTranslator();
  const leftText = (count: number) =>
    long ? t("catalogue.seats_left_long", { count }) : t("catalogue.seats_left", { count });
  switch (state) {
    case "full":
      return { text: t("catalogue.seats_full"), pressing: true };
    case "few":
      return { text: left === null ? t("catalogue.seats_few_left") : leftText(left), pressing: true };
    case "open":
      return { text: left === null ? "" : leftText(left), pressing: false };
    case "not_yet":
      return { text: t("catalogue.seats_open_later"), pressing: false };
    case "closed":
      return { text: t("catalogue.enrolment_closed"), pressing: false };
    case "finished":
      return { text: t("catalogue.course_over"), pressing: false };
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
