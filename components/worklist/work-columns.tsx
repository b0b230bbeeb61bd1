import { Ask } from "#components/admin/ask.tsx";
import { type FormAction, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Column } from "#components/ui/table.tsx";
import type { WorkOwner } from "#domain/reports/get-work-team.ts";
import type { WorkRow } from "#domain/reports/list-work.ts";
import type { isReasonNeeded, listWorkSteps, WorkStep } from "#domain/reports/work-steps.ts";
import { WORK_KIND_WORDS, WORK_STEP_WORDS, workDetail, workHref } from "./work-words.ts";

export type WorkParts = {
  timezone: string;
  /** Who looks. */
  me: string;
  /** Which steps an item has, and which of them are kept with a reason. */
  rules: { listWorkSteps: typeof listWorkSteps; isReasonNeeded: typeof isReasonNeeded };
  team: readonly WorkOwner[];
  /** The address of the list as it stands, to come back to. */
  back: string;
  assign: FormAction;
  takeStep: FormAction;
};

/** What it is, whose, how much, since when, who sees to it, and what can be done about it. */
export function workColumns(parts: WorkParts): Column<WorkRow>[] {
  const t = getTranslator();
  return [
    { key: "kind", header: t("worklist.kind_label"), long: true, cell: (row) => <What row={row} /> },
    { key: "who", header: t("worklist.who"), long: true, cell: (row) => <Whose row={row} /> },
    {
      key: "amount",
      header: t("worklist.amount"),
      align: "end",
      cell: ({ amountMinor: minor, currency }) =>
        minor === null || currency === null ? (
          <span className="text-ink-faint">–</span>
        ) : (
          <Money amount={{ minor, currency }} />
        ),
    },
    {
      key: "since",
      header: t("worklist.age"),
      sortable: true,
      cell: ({ since, days, dueAt, kind }) => (
        <span>
          <span className="num">{t("worklist.days", { count: days })}</span>
          <span className="block text-tiny text-ink-faint">
            {formatInstant(since, { timezone: parts.timezone, form: "date" })}
          </span>
          {dueAt && (kind === "disputes" || kind === "transfers") && (
            <span className="block text-tiny text-warn">
              {t("worklist.until", { date: formatInstant(dueAt, { timezone: parts.timezone, form: "date" }) })}
            </span>
          )}
        </span>
      ),
    },
    { key: "owner", header: t("worklist.owner_label"), cell: (row) => <Owner row={row} {...parts} /> },
    { key: "steps", header: t("worklist.next_step"), long: true, cell: (row) => <Steps row={row} {...parts} /> },
  ];
}

function What({ row }: { row: WorkRow }) {
  const t = getTranslator();
  return (
    <span>
      <span className="font-[560]">{t(WORK_KIND_WORDS[row.kind])}</span>
      <span className="block text-tiny text-ink-soft [overflow-wrap:anywhere]" dir="auto">
        {shorten(workDetail(row))}
      </span>
    </span>
  );
}

/** About two lines. A bank may say a thousand characters of a payment; its own page has them all. */
const SHOWN_MAX = 90;

function shorten(text: string): string {
  const letters = [...text.replaceAll(/\s+/g, " ")];
  return letters.length <= SHOWN_MAX ? letters.join("") : `${letters.slice(0, SHOWN_MAX).join("").trimEnd()}…`;
}

function Whose({ row: { who, orderCode } }: { row: WorkRow }) {
  return (
    <span className="[overflow-wrap:anywhere]">
      <span dir="auto">{shorten(who)}</span>
      {orderCode && (
        <a href={`/admin/orders/${orderCode}`} className="num block text-tiny text-ink-soft hover:underline">
          {orderCode}
        </a>
      )}
    </span>
  );
}

type RowProps = WorkParts & { row: WorkRow };

const valuesOf = ({ kind, itemId }: WorkRow, back: string) => ({ kind, itemId, back });

/** Whose it is: one press to take it on or to give it back, and a fold to give it to somebody else. */
function Owner({ row, me, team, back, assign }: RowProps) {
  const t = getTranslator();
  const isMine = row.ownerId === me;
  // Whose it was here: on an older page nobody takes by mistake what somebody else has meanwhile.
  const values = { ...valuesOf(row, back), seenOwnerId: row.ownerId ?? "" };
  const able = team.filter(({ kinds }) => kinds.includes(row.kind));
  const id = `owner-${row.key.replace(":", "-")}`;
  return (
    <div className="grid justify-items-start gap-1.5">
      <span className={row.ownerName ? "" : "text-ink-faint"} dir="auto">
        {row.ownerName ?? t("worklist.nobody")}
      </span>
      <div className="flex flex-wrap gap-1.5">
        <StateForm action={assign} values={{ ...values, ownerId: isMine ? "" : me }}>
          <SubmitButton size="s" variant="quiet">
            {isMine ? t("worklist.give_back_button") : t("worklist.take_button")}
          </SubmitButton>
        </StateForm>
        <Menu trigger={t("worklist.give_to")} size="s" align="end" className="max-sm:static">
          <StateForm action={assign} values={values} className="grid w-56 gap-2.5 p-1.5">
            <FormSelect
              id={id}
              name="ownerId"
              label={t("worklist.owner_label")}
              options={able.map(({ id: value, name: label }) => ({ value, label }))}
              placeholder={t("worklist.nobody")}
              defaultValue={row.ownerId ?? ""}
            />
            <SubmitButton size="s">{t("worklist.give_button")}</SubmitButton>
          </StateForm>
        </Menu>
      </div>
    </div>
  );
}

/** What can be done: a press each, with a reason where one is kept, and the way to where more is done. */
function Steps({ row, back, takeStep, rules }: RowProps) {
  const t = getTranslator();
  const { href, label } = workHref(row);
  return (
    <div className="flex flex-wrap items-start gap-1.5">
      {rules.listWorkSteps(row).map((step) => (
        <Step
          key={step}
          step={step}
          hasReason={rules.isReasonNeeded(step)}
          row={row}
          values={{ ...valuesOf(row, back), step }}
          takeStep={takeStep}
        />
      ))}
      <a href={href} className="link min-h-9 content-center px-1 text-small">
        {t(label)}
      </a>
    </div>
  );
}

type StepProps = {
  step: WorkStep;
  hasReason: boolean;
  row: WorkRow;
  values: Record<string, string>;
  takeStep: FormAction;
};

function Step({ step, hasReason, row, values, takeStep }: StepProps) {
  const t = getTranslator();
  const words = t(WORK_STEP_WORDS[step]);
  if (hasReason) {
    return (
      <Ask
        id={`${step}-${row.key.replace(":", "-")}`}
        trigger={words}
        title={t("worklist.ask_title", { step: words, what: t(WORK_KIND_WORDS[row.kind]) })}
        confirmLabel={words}
        why={t("worklist.why_hint")}
        tone="quiet"
        action={takeStep}
        values={values}
      >
        {aboutWords(row)}
      </Ask>
    );
  }
  return (
    <StateForm action={takeStep} values={values}>
      <SubmitButton size="s" pendingLabel={t("checkout.one_moment_pending")}>
        {words}
      </SubmitButton>
    </StateForm>
  );
}

/** Whose it is and how much, for whoever is asked about it. */
function aboutWords({ who, orderCode, amountMinor: minor, currency }: WorkRow): string {
  const amount = minor === null || currency === null ? "" : formatAmount({ minor, currency });
  return [who, orderCode, amount].filter((part) => part).join(", ");
}
