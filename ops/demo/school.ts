import { changeSettings } from "#domain/settings/change-settings.ts";
import { translateSchool } from "#domain/settings/translate-school.ts";
import type { People } from "./people.ts";
import type { Simulation } from "./simulation.ts";

/** What the owner says of the school on its first day. */
export async function configureSchool(stage: Simulation, people: People): Promise<void> {
  const owner = await people.desk("owner");
  await stage.act(owner.actor, (ctx) =>
    changeSettings(ctx, {
      name: "Lindenhof School",
      motto: "Evenings, weekends and one very early Saturday, in Basel and online.",
      currency: "CHF",
      language: "en",
      moreLanguages: ["de"],
      timezone: "Europe/Zurich",
      supportEmail: "help@lindenhof.example",
      addressStreet: "Lindenhofstrasse",
      addressNumber: "12",
      addressPostCode: "4052",
      addressTown: "Basel",
      addressCountry: "CH",
      refundPolicy: "Full refund until two weeks before the first meeting.",
      taxNote: "Exempt from VAT (Art. 21 of the Swiss VAT Act).",
      terms: TERMS,
    }),
  );
  await stage.act(owner.actor, (ctx) => translateSchool(ctx, { language: "de", ...IN_GERMAN }));
}

const TERMS = `## Taking part

A place is yours when it is paid, or at once when the course is free. You may send somebody in your stead if you tell us by the day before.

## Giving back

Until two weeks before the first meeting we give everything back. Until the day before, half. When we call a course off, everything, always.

## Materials

What is in your course is for you. Copy it by hand as often as you like; please do not put it on the web.

## Trouble

Write to us under *Help*. A person answers, on weekdays within a day.`;

const IN_GERMAN = {
  taxNote: "Von der MWST ausgenommen (Art. 21 MWSTG).",
  motto: "Abende, Wochenenden und ein sehr früher Samstag, in Basel und online.",
  refundPolicy: "Bis zwei Wochen vor dem ersten Termin erhalten Sie alles zurück.",
  terms: `## Teilnahme

Ein Platz gehört Ihnen, sobald er bezahlt ist, und sofort, wenn der Kurs kostenlos ist. Sie können jemand anderen schicken, wenn Sie es uns spätestens am Vortag sagen.

## Rückerstattung

Bis zwei Wochen vor dem ersten Termin erstatten wir alles zurück, bis zum Vortag die Hälfte. Sagen wir einen Kurs ab: alles, immer.

## Unterlagen

Was in Ihrem Kurs liegt, ist für Sie. Schreiben Sie es von Hand ab, so oft Sie mögen; stellen Sie es bitte nicht ins Netz.

## Wenn etwas nicht stimmt

Schreiben Sie uns unter *Hilfe*. Ein Mensch antwortet, an Werktagen innert eines Tages.`,
  subjects: {
    Art: "Kunst",
    Crafts: "Handwerk",
    Food: "Küche",
    Home: "Haus und Garten",
    Languages: "Sprachen",
    Music: "Musik",
    Science: "Wissenschaft",
    Work: "Beruf",
    Writing: "Schreiben",
  },
};
