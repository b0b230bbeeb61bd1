import { changeSettings } from "#domain/settings/change-settings.ts";
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
      refundPolicy: "Full refund until two weeks before the first meeting.",
      terms: TERMS,
    }),
  );
}

const TERMS = `## Taking part

A place is yours when it is paid, or at once when the course is free. You may send somebody in your stead if you tell us by the day before.

## Giving back

Until two weeks before the first meeting we give everything back. Until the day before, half. When we call a course off, everything, always.

## Materials

What is in your course is for you. Copy it by hand as often as you like; please do not put it on the web.

## Trouble

Write to us under *Help*. A person answers, on weekdays within a day.`;
