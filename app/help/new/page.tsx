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

export const metadata: Metadata = { title: "Ask a question" };

export default async function AskPage({ searchParams }: PageProps<"/help/new">) {
  const { about } = await searchParams;
  const given = typeof about === "string" ? about : undefined;
  const here = given ? `/help/new?about=${encodeURIComponent(given)}` : "/help/new";
  // Whoever was signed out while they wrote gets the form back with what they wrote, and not the sign-in in its place.
  const who = (await isFormResponse()) ? await getViewer() : await requireViewer(here);
  const read = await getPageReadCtx();
  const named = parseAbout(given);
  const linked = who && named && (await findAboutChoice(read, who.userId, named));
  const choices = who ? await listAboutChoices(read, who.userId) : [];
  const options = [...(linked ? [linked] : []), ...choices.filter(({ id }) => id !== linked?.id)].map((choice) => ({
    value: `${choice.type}:${choice.id}`,
    label: choice.label,
  }));
  return (
    <SitePage current="help" here={here}>
      <PageHeader
        title="Ask a question"
        above={<Breadcrumbs crumbs={[{ label: "Help", href: "/help" }, { label: "Ask a question" }]} />}
        lede="A person at the school reads this and answers here and by mail."
      />
      <StateForm
        action={askAction}
        values={{ once: createFormToken() }}
        className="grid max-w-[40rem] grid-cols-1 gap-6"
      >
        {options.length > 0 && (
          <FormSelect
            label="What is it about?"
            name="about"
            options={options}
            placeholder="Nothing in particular"
            defaultValue={linked ? `${linked.type}:${linked.id}` : ""}
          />
        )}
        <FormInput
          label="In a few words"
          name="subject"
          maxLength={SUBJECT_CHARACTERS_MAX}
          required
          autoComplete="off"
        />
        <FormTextArea
          label="Your question"
          name="body"
          rows={8}
          maxLength={BODY_CHARACTERS_MAX}
          required
          hint="Write as you would in a mail: lines are kept, and addresses become links."
        />
        <AttachmentField filesMax={ATTACHMENTS_MAX} megabytesMax={SIZE_MEGABYTES_MAX.attachment} />
        <div>
          <SubmitButton pendingLabel="Sending …">Send</SubmitButton>
        </div>
      </StateForm>
    </SitePage>
  );
}
