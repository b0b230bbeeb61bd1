import type { Metadata } from "next";
import { createFormToken } from "#app/_forms/form-token.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { isFormResponse } from "#app/_auth/signed-in.ts";
import { getPageReadCtx, requireViewer, getViewer } from "#app/_auth/viewer.ts";
import { FormInput, FormSelect, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { AttachmentField } from "#components/tickets/attachment-field.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { listAboutChoices, findAboutChoice, parseAbout } from "#domain/tickets/about.ts";
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from "#domain/tickets/machine.ts";
import { askAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("help.ask_a_question_title") };
}

export default async function AskPage({ searchParams }: PageProps<"/help/new">) {
  const t = getTranslator();
  const { about, ask } = await searchParams;
  const given = typeof about === "string" ? about : undefined;
  // Whoever asks to cancel finds it written, and adds what there is to add.
  const isCancelling = ask === "cancel";
  const query = new URLSearchParams({ ...(given ? { about: given } : {}), ...(isCancelling ? { ask } : {}) });
  const here = query.size > 0 ? `/help/new?${query}` : "/help/new";
  // Whoever was signed out while they wrote gets the form back with what they wrote, and not the sign-in in its place.
  const who = (await isFormResponse()) ? await getViewer() : await requireViewer(here);
  const read = await getPageReadCtx();
  const named = parseAbout(given);
  const linked = who && named && (await findAboutChoice(read, who.userId, named));
  const choices = who ? await listAboutChoices(read, who.userId) : [];
  const all = [...(linked ? [linked] : []), ...choices].map((choice) => ({
    value: `${choice.type}:${choice.id}`,
    label: t.format(choice.label),
  }));
  // Whoever enrolled again in the same cohort cannot tell one place from the other: the newer one stands for both.
  const options = all.filter(({ label }, place) => all.findIndex((each) => each.label === label) === place);
  return (
    <SitePage current="help" here={here}>
      <PageHeader
        title={t("help.ask_a_question_title")}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("help.help_label"), href: "/help" }, { label: t("help.ask_a_question_title") }]}
          />
        }
        lede={t("help.ask_a_question_lede")}
      />
      <StateForm
        action={askAction}
        values={{ once: createFormToken() }}
        className="grid max-w-[40rem] grid-cols-1 gap-6"
      >
        {options.length > 0 && (
          <FormSelect
            label={t("help.what_is_it_about_label")}
            name="about"
            options={options}
            placeholder={t("help.nothing_in_particular_placeholder")}
            defaultValue={linked ? `${linked.type}:${linked.id}` : ""}
          />
        )}
        <FormInput
          label={t("help.in_a_few_words_label")}
          name="subject"
          defaultValue={isCancelling ? t("help.cancel_subject") : undefined}
          maxLength={SUBJECT_CHARACTERS_MAX}
          required
          autoComplete="off"
        />
        <FormTextArea
          label={t("help.question_label")}
          name="body"
          defaultValue={isCancelling ? t("help.cancel_body") : undefined}
          rows={8}
          maxLength={BODY_CHARACTERS_MAX}
          required
          hint={t("help.write_as_you_would_in_a_mail_lines_hint")}
        />
        <AttachmentField filesMax={ATTACHMENTS_MAX} megabytesMax={SIZE_MEGABYTES_MAX.attachment} />
        <div>
          <SubmitButton pendingLabel={t("help.sending_pending")}>{t("help.send_button")}</SubmitButton>
        </div>
      </StateForm>
    </SitePage>
  );
}
