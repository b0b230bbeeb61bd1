import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Cohort } from "#domain/courses/machine.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import type { SeatBlock } from "#domain/seat-blocks/create-seat-block.ts";
import { BLOCK_NAME_MAX } from "#domain/seat-blocks/inputs.ts";
import { createSeatBlockAction, endSeatBlockAction } from "./actions.ts";

type Props = { cohort: Cohort; blocks: SeatBlock[]; mayEdit: boolean };

/** Seats that are kept for groups: which there are, and a form for one more. */
export function SeatBlocksPanel({ cohort, blocks, mayEdit }: Props) {
  const t = getTranslator();
  return (
    <Panel title={t("seat_blocks.blocks_title")}>
      <p className="mb-3 text-small text-ink-soft">{t("seat_blocks.blocks_lede")}</p>
      {blocks.length > 0 && (
        <ul className="mb-5">
          {blocks.map((block) => (
            <li key={block.id} className="border-b border-rule py-3 last:border-b-0">
              <Block block={block} cohort={cohort} mayEdit={mayEdit} />
            </li>
          ))}
        </ul>
      )}
      {mayEdit && cohort.capacity === null && <p>{t("fields.block_without_seats")}</p>}
      {mayEdit && cohort.capacity !== null && <NewBlock cohort={cohort} />}
    </Panel>
  );
}

function Block({ block, cohort, mayEdit }: { block: SeatBlock; cohort: Cohort; mayEdit: boolean }) {
  const t = getTranslator();
  const { id, name, code, addresses, seats, used, until, state } = block;
  // The last moment on which they are kept, so that the day shown is the last day.
  const last = formatInstant(new Date(until.getTime() - 1), { timezone: cohort.timezone, form: "date" });
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <p className="font-[560]" dir="auto">
          {name} {state === "ended" && <Badge tone="neutral">{t("seat_blocks.ended")}</Badge>}
        </p>
        <p className="text-small">{t("seat_blocks.used_of", { used, seats, last })}</p>
        {code !== null && (
          <p className="text-small">
            {t("seat_blocks.code_is")} <code>{code}</code>
            {" · "}
            <a className="link" href={`/enrol/${cohort.id}?code=${encodeURIComponent(code)}`}>
              {t("seat_blocks.share_link")}
            </a>
          </p>
        )}
        {addresses.length > 0 && <p className="text-small text-ink-soft">{addresses.join(", ")}</p>}
      </div>
      {mayEdit && state === "open" && (
        <Ask
          id={`end-${id}`}
          trigger={t("seat_blocks.end_button")}
          title={t("seat_blocks.end_title", { name: isolateText(name) })}
          confirmLabel={t("seat_blocks.end_button")}
          why={false}
          action={endSeatBlockAction}
          values={{ courseId: cohort.courseId, cohortId: cohort.id, blockId: id }}
        >
          {t("seat_blocks.end_words")}
        </Ask>
      )}
    </div>
  );
}

function NewBlock({ cohort }: { cohort: Cohort }) {
  const t = getTranslator();
  const { id, courseId } = cohort;
  return (
    <StateForm action={createSeatBlockAction} values={{ courseId, cohortId: id }} className="grid gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <FormInput
          id="block-name"
          name="name"
          label={t("seat_blocks.name_label")}
          hint={t("seat_blocks.name_hint")}
          maxLength={BLOCK_NAME_MAX}
          required
        />
        <FormInput
          id="block-seats"
          name="seats"
          label={t("seat_blocks.seats_label")}
          inputMode="numeric"
          maxLength={4}
          required
        />
        <FormInput
          id="block-code"
          name="code"
          label={t("seat_blocks.code_label")}
          hint={t("seat_blocks.code_hint")}
          maxLength={60}
          autoComplete="off"
          optional
        />
        <FormInput
          id="block-until"
          name="untilOn"
          type="date"
          label={t("seat_blocks.until_label")}
          hint={t("seat_blocks.until_hint")}
          required
        />
      </div>
      <FormTextArea
        id="block-addresses"
        name="addresses"
        label={t("seat_blocks.addresses_label")}
        hint={t("seat_blocks.addresses_hint")}
        rows={3}
        maxLength={20_000}
        optional
      />
      <div>
        <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
          {t("seat_blocks.keep_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
