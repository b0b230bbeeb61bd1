import { getTranslator } from "#components/messages/get-translator.ts";
import type { Announcement } from "#domain/announcements/machine.ts";
import type { PlainKey } from "#messages/message.ts";
import { FormInput, FormSelect, FormTextArea } from "../forms/state-form.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";

type Audience = Announcement["audience"];
type State = Announcement["state"];

const AUDIENCES: Record<Audience, PlainKey> = {
  everyone: "announcements.to_everyone",
  not_opened: "announcements.to_not_opened",
  not_attended: "announcements.to_not_attended",
  not_paid: "announcements.to_not_paid",
};

export const audienceWords = (audience: Audience): string => getTranslator()(AUDIENCES[audience]);

const STATES: Record<State, { words: PlainKey; tone: Tone }> = {
  draft: { words: "announcements.state_draft", tone: "neutral" },
  sending: { words: "announcements.state_sending", tone: "info" },
  sent: { words: "announcements.state_sent", tone: "ok" },
};

export function AnnouncementStateBadge({ state }: { state: State }) {
  const { words, tone } = STATES[state];
  return <Badge tone={tone}>{getTranslator()(words)}</Badge>;
}

type AnnouncementFieldsProps = {
  cohorts: { value: string; label: string }[];
  /** Who has not paid is chosen by those alone who may see orders. */
  maySeeOrders: boolean;
  /** In characters. */
  limits: { subject: number; body: number };
  values: { cohortId: string; audience: Audience; subject?: string; body?: string };
};

/** To whom, and what. */
export function AnnouncementFieldsPart({ cohorts, maySeeOrders, limits, values }: AnnouncementFieldsProps) {
  const t = getTranslator();
  const audiences = (Object.keys(AUDIENCES) as Audience[]).filter(
    (audience) => audience !== "not_paid" || maySeeOrders,
  );
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormSelect
          label={t("announcements.cohort_label")}
          name="cohortId"
          options={cohorts}
          placeholder={t("announcements.all_cohorts")}
          defaultValue={values.cohortId}
        />
        <FormSelect
          label={t("announcements.to")}
          name="audience"
          options={audiences.map((value) => ({ value, label: t(AUDIENCES[value]) }))}
          defaultValue={values.audience}
        />
      </div>
      <FormInput
        label={t("announcements.subject_label")}
        name="subject"
        maxLength={limits.subject}
        defaultValue={values.subject}
        required
        autoComplete="off"
      />
      <FormTextArea
        label={t("announcements.body_label")}
        name="body"
        rows={10}
        maxLength={limits.body}
        defaultValue={values.body}
        required
        hint={t("announcements.body_hint")}
      />
    </>
  );
}
