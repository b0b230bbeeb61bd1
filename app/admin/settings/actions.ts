"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, type Command } from "#app/_forms/action.ts";
import { getChosenFile } from "#app/admin/_list/uploads.ts";
import { EditVersion } from "#domain/kernel/edit-version.ts";
import { isAllowed } from "#domain/policy.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { TypedCount } from "#domain/kernel/read-count.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { refreshSchoolLanguages } from "#app/_http/school-languages.ts";
import { listKnownLanguages } from "#messages/page-path.ts";
import {
  INVOICE_DUE_DAYS_MAX,
  LanguageTag,
  LONG_HOLDS_MAX,
  OPENINGS_KEPT_MONTHS_MAX,
  REFUND_BOUND_MAX,
  WITHDRAWAL_DAYS_MAX,
  PAYMENT_GRACE_DAYS_MAX,
  SchoolSettings,
  SchoolTranslation,
} from "#domain/settings/inputs.ts";
import { translateSchool } from "#domain/settings/translate-school.ts";
import { storeFile } from "#services/files/store-file.ts";

const isKnownLanguage = (tag: string) => listKnownLanguages().some(({ language }) => language === tag);

const emptyIsNone = (typed: unknown) => (typeof typed === "string" && typed.trim() === "" ? null : typed);
const { accentColor, addressCountry, supportEmail } = SchoolSettings.shape;

/** As a form sends it: what is left empty is not set, and the logo comes as bytes. */
const SettingsForm = SchoolSettings.omit({
  logoFileId: true,
  postalAddress: true,
  language: true,
  moreLanguages: true,
  translations: true,
  // The accounts have a page of their own: their defaults must not come back with another form.
  accountingBasis: true,
  revenueRecognition: true,
  accountNumbers: true,
  accountingYearMonth: true,
}).extend({
  language: LanguageTag.refine(isKnownLanguage).optional(),
  // One box that is ticked sends a text, several a list; the field is empty beside them, so that none is a choice as well.
  moreLanguages: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .transform((all) => all.filter((tag) => tag !== ""))
    .refine((all) => all.every(isKnownLanguage))
    .optional(),
  longHoldsMax: TypedCount(1, LONG_HOLDS_MAX),
  accessReminderDays: SchoolSettings.shape.accessReminderDays.removeDefault().optional(),
  meetingReminderHours: SchoolSettings.shape.meetingReminderHours.removeDefault().optional(),
  holidays: SchoolSettings.shape.holidays.removeDefault().optional(),
  openingsKeptMonths: TypedCount(1, OPENINGS_KEPT_MONTHS_MAX).optional(),
  // What a page of before does not send stays as it is.
  taxNumber: SchoolSettings.shape.taxNumber.removeDefault().optional(),
  taxNote: SchoolSettings.shape.taxNote.removeDefault().optional(),
  reverseChargeNote: SchoolSettings.shape.reverseChargeNote.removeDefault().optional(),
  checkVatIds: SchoolSettings.shape.checkVatIds.removeDefault().optional(),
  contactName: SchoolSettings.shape.contactName.removeDefault().optional(),
  contactPhone: SchoolSettings.shape.contactPhone.removeDefault().optional(),
  invoiceSeries: SchoolSettings.shape.invoiceSeries.removeDefault().optional(),
  creditSeries: SchoolSettings.shape.creditSeries.removeDefault().optional(),
  eInvoiceMail: SchoolSettings.shape.eInvoiceMail.removeDefault().optional(),
  invoiceNote: SchoolSettings.shape.invoiceNote.removeDefault().optional(),
  invoiceDueDays: TypedCount(1, INVOICE_DUE_DAYS_MAX).optional(),
  refundApprovalAbove: z.preprocess(emptyIsNone, TypedCount(0, REFUND_BOUND_MAX).nullable()).optional(),
  withdrawalDays: TypedCount(0, WITHDRAWAL_DAYS_MAX).optional(),
  withdrawalNote: SchoolSettings.shape.withdrawalNote.removeDefault().optional(),
  accentColor: z.preprocess(emptyIsNone, accentColor),
  addressCountry: z.preprocess(emptyIsNone, addressCountry),
  supportEmail: z.preprocess(emptyIsNone, supportEmail),
  // A box that is not ticked sends nothing.
  teachersAnswerTickets: z.preprocess((typed) => typed !== undefined, z.boolean()),
  withdrawalExemptsDated: z.preprocess((typed) => typed !== undefined, z.boolean()),
  completionMails: z.preprocess((typed) => typed !== undefined, z.boolean()),
  plansEndWithCourse: z.preprocess((typed) => typed !== undefined, z.boolean()),
  paymentReminderDays: SchoolSettings.shape.paymentReminderDays.removeDefault().optional(),
  lateReminders: SchoolSettings.shape.lateReminders.removeDefault().optional(),
  paymentGraceDays: z.union([z.literal("").transform(() => null), TypedCount(0, PAYMENT_GRACE_DAYS_MAX)]).optional(),
  noLogo: z.string().optional(),
  seen: EditVersion,
});

export const changeSettingsAction = action(
  SettingsForm,
  async (command, { noLogo, language, moreLanguages, ...others }) => {
    const changes = { ...others, ...(language && { language }), ...(moreLanguages && { moreLanguages }) };
    if (!isAllowed(command.actor, "settings.edit")) throw new Refusal("forbidden");
    const logo = noLogo === undefined ? await newLogo(command) : null;
    await command.write((ctx) => changeSettings(ctx, logo === undefined ? changes : { ...changes, logoFileId: logo }));
    // At once for whoever has changed it; other processes read it again by themselves.
    await refreshSchoolLanguages();
    await redirectDone("/admin/settings", "settings-saved");
  },
);

/** A field that is sent once comes as a text, and several times as a list. */
const Several = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(500)]).default([]);

/** Which subject each name is for stands in a hidden field beside it, in the same order. */
const Translation = SchoolTranslation.omit({ subjects: true })
  .extend({ language: LanguageTag.refine(isKnownLanguage), subject: Several, subjectName: Several, seen: EditVersion })
  .transform(({ subject, subjectName, ...texts }): SchoolTranslation & { language: string; seen?: string } => ({
    ...texts,
    subjects: Object.fromEntries(subject.map((each, place) => [each, subjectName[place] ?? ""])),
  }))
  .pipe(SchoolTranslation.extend({ language: LanguageTag, seen: z.string().optional() }));

export const translateSchoolAction = action(Translation, async ({ write }, translation) => {
  await write((ctx) => translateSchool(ctx, translation));
  await redirectDone("/admin/settings", "settings-saved");
});

/** The id of a logo that came with the form; undefined when none was chosen. */
async function newLogo({ form, actor, requestId }: Command): Promise<string | undefined> {
  const upload = getChosenFile(form, "logo");
  if (!upload) return undefined;
  return storeFile({ actor, requestId }, upload, { purpose: "picture", field: "logo" });
}
