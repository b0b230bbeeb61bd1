"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, type Command } from "#app/_forms/action.ts";
import { getChosenFile } from "#app/admin/_list/uploads.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { isAllowed } from "#domain/policy.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { SchoolSettings } from "#domain/settings/inputs.ts";
import { storeFile } from "#services/files/store-file.ts";

const emptyIsNone = (typed: unknown) => (typeof typed === "string" && typed.trim() === "" ? null : typed);
const { accentColor, supportEmail } = SchoolSettings.shape;

/** As a form sends it: what is left empty is not set, and the logo comes as bytes. */
const SettingsForm = SchoolSettings.omit({ logoFileId: true }).extend({
  accentColor: z.preprocess(emptyIsNone, accentColor),
  supportEmail: z.preprocess(emptyIsNone, supportEmail),
  noLogo: z.string().optional(),
  seen: EditVersion,
});

export const changeSettingsAction = action(SettingsForm, async (command, { noLogo, ...changes }) => {
  if (!isAllowed(command.actor, "settings.edit")) throw new Refusal("forbidden");
  const logo = noLogo === undefined ? await newLogo(command) : null;
  await command.write((ctx) => changeSettings(ctx, logo === undefined ? changes : { ...changes, logoFileId: logo }));
  await redirectDone("/admin/settings", "settings-saved");
});

/** The id of a logo that came with the form; undefined when none was chosen. */
async function newLogo({ form, actor, requestId }: Command): Promise<string | undefined> {
  const upload = getChosenFile(form, "logo");
  if (!upload) return undefined;
  return storeFile({ actor, requestId }, upload, { purpose: "picture", field: "logo" });
}
