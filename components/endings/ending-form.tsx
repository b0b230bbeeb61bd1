import type { RecentSignIn } from "#components/account/confirm-identity.tsx";
import { ENROLMENT_WORDS, StateBadge } from "#components/admin/states.tsx";
import { type FormAction, FormInput, FormRadioCards, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { EndingClose, EndingWays } from "./ending-close.tsx";
import { EndingSums } from "./ending-sums.tsx";
import type { Ending, EndingLine } from "#domain/checkout/get-ending.ts";
import { toDecimal } from "#domain/kernel/money.ts";

export type EndingFormProps = {
  ending: Ending;
  timezone: string;
  recent: RecentSignIn;
  /** Whether so much would go back that whoever sends it shows who they are. */
  isLarge: boolean;
  action: FormAction;
  /** What is sent along. */
  values: Record<string, string>;
  /** What the reason says to begin with. */
  why: string | undefined;
  /** Every place is to end, not only the one that there is. */
  isWhole: boolean;
};

/** The one form that ends something paid: for each line whether the place ends and what comes back, then the way, the reason and the press. */
export function EndingForm({ ending, timezone, recent, isLarge, action, values, why, isWhole }: EndingFormProps) {
  const t = getTranslator();
  const { lines, may } = ending;
  const isOne = lines.length === 1 || isWhole;
  const hasMoney = lines.some(({ paidMinor }) => paidMinor > 0);
  const canEndAny = may.end && lines.some(({ canEnd }) => canEnd);
  const canDo = hasMoney || canEndAny;
  if (!canDo) return lines.map((line) => <Line key={line.id} {...{ line, ending, timezone, isOne }} />);
  return (
    <StateForm action={action} values={values} className="grid max-w-prose gap-6">
      {lines.map((line) => (
        <Line key={line.id} line={line} ending={ending} timezone={timezone} isOne={isOne} />
      ))}
      {ending.renewedMinor > 0 && (
        <p className="text-small text-ink-soft">
          {t("endings.renewals_go_back", {
            amount: formatAmount({ minor: ending.renewedMinor, currency: ending.currency }),
          })}
        </p>
      )}
      {hasMoney && (
        <EndingWays ways={ending.ways.map((way) => ({ ...way, currency: ending.currency }))} mayRefund={may.refund} />
      )}
      <EndingClose
        recent={may.refund && hasMoney ? recent : undefined}
        isLarge={isLarge}
        isMoneyAlone={!canEndAny}
        why={why}
      />
    </StateForm>
  );
}

type LineProps = { line: EndingLine; ending: Ending; timezone: string; isOne: boolean };

function Line({ line, ending, timezone, isOne }: LineProps) {
  const t = getTranslator();
  const { currency, may } = ending;
  const amount = (minor: number) => formatAmount({ minor, currency });
  // Whose place stays is not given back by the terms of leaving it: only what was paid beyond its price.
  const isKept = line.canEnd && !may.end;
  const proposed = isKept ? line.overpaidMinor : line.returnedMinor;
  const isOver = isEndedPlace(line);
  const who =
    line.enrolment?.studentName || line.claimLink?.name || t(isOver ? "endings.place_over" : "endings.nobody_yet");
  return (
    <fieldset className="grid min-w-0 gap-4 rounded-md border border-rule p-4">
      {/* Inside of the border, which a name of two lines would cross: a legend that floats is laid out as any other line. */}
      <legend className="float-start w-full font-[560] [overflow-wrap:anywhere]">
        <bdi>{line.kind === "renewal" || line.kind === "move" ? t(`endings.kind_${line.kind}`) : who}</bdi>
      </legend>
      <p className="text-small text-ink-soft [overflow-wrap:anywhere]">
        {line.courseTitle}, {line.cohortName}
      </p>
      {isOver && !line.enrolment && (
        <p>
          <Badge tone="neutral">{t("endings.ended_badge")}</Badge>
        </p>
      )}
      {line.enrolment && (
        <p>
          <StateBadge words={ENROLMENT_WORDS} state={line.enrolment.state} />
        </p>
      )}
      <EndingSums
        overpaid={line.overpaidMinor > 0 ? amount(line.overpaidMinor) : undefined}
        paid={amount(line.paidMinor)}
        returned={amount(line.returnedMinor)}
        isByTerms={line.rule.kind === "terms" || line.rule.kind === "late"}
        kept={amount(line.keptMinor)}
      />
      <p className="text-small text-ink-soft">{describeRule(line, { currency, timezone })}</p>
      {line.countedMinor > 0 && (
        <p className="text-small text-ink-soft">
          {t("endings.counted_already", { amount: amount(line.countedMinor) })}
        </p>
      )}
      <input type="hidden" name={`seen-${line.id}`} value={line.paidMinor} />
      {isKept && line.paidMinor > 0 && <p>{t("endings.role_gives_money_only")}</p>}
      <Choice line={line} mayEnd={may.end} isOne={isOne} />
      {line.paidMinor > 0 && (
        <FormInput
          id={`amount-${line.id}`}
          name={`amount-${line.id}`}
          label={t("endings.amount_label", { currency })}
          hint={t("endings.amount_hint", { most: amount(line.paidMinor) })}
          inputMode="decimal"
          defaultValue={proposed > 0 || !isKept ? toDecimal({ minor: proposed, currency }) : ""}
          maxLength={40}
          required
        />
      )}
    </fieldset>
  );
}

const ENDED: readonly NonNullable<EndingLine["enrolment"]>["state"][] = ["cancelled", "revoked"];

/** Whether it is a place that was ended before: of it only money can go back. */
const isEndedPlace = ({ claimLink, enrolment }: EndingLine) =>
  claimLink?.state === "cancelled" || (enrolment !== null && ENDED.includes(enrolment.state));

/** What becomes of the place. A line that has none to end, or whose reader may not end it, gives back money alone. */
function Choice({ line, mayEnd, isOne }: { line: EndingLine; mayEnd: boolean; isOne: boolean }) {
  const t = getTranslator();
  const isEndable = line.canEnd && mayEnd;
  const options = [
    ...(isOne ? [] : [{ value: "leave", label: t("endings.leave_option") }]),
    ...(isEndable ? [{ value: "ends", label: t("endings.ends_option"), description: t("endings.ends_hint") }] : []),
    ...(line.paidMinor > 0
      ? [
          {
            value: "stays",
            label: t("endings.stays_option"),
            description: t(isEndedPlace(line) ? "endings.stays_hint_ended" : "endings.stays_hint"),
          },
        ]
      : []),
  ];
  const [first] = options;
  if (!first) return <p className="text-small text-ink-soft">{t("endings.nothing_left")}</p>;
  if (options.length === 1) return <input type="hidden" name={`do-${line.id}`} value={first.value} />;
  return (
    <FormRadioCards
      name={`do-${line.id}`}
      legend={t("endings.place_label")}
      options={options}
      defaultValue={isOne && isEndable ? "ends" : first.value}
    />
  );
}

function describeRule(line: EndingLine, { currency, timezone }: { currency: string; timezone: string }): string {
  const t = getTranslator();
  const { rule } = line;
  const date = (instant: Date) => formatInstant(instant, { timezone });
  if (rule.kind === "owed") return t("endings.rule_owed");
  if (rule.kind === "none" && isEndedPlace(line)) {
    return t(line.returnedMinor > 0 ? "endings.rule_ended" : "endings.rule_ended_nothing");
  }
  if (rule.kind === "none") return t("endings.rule_none");
  if (rule.kind === "late") return t("endings.rule_late", { date: date(rule.until) });
  const said = { percent: rule.percent, fee: formatAmount({ minor: rule.feeMinor, currency }) };
  if (rule.until === null) return t("endings.rule_terms", { ...said, hasFee: String(rule.feeMinor > 0) });
  return t("endings.rule_terms_until", { ...said, hasFee: String(rule.feeMinor > 0), date: date(rule.until) });
}
