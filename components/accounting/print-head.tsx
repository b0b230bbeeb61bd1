import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";

type Props = { school: string; timezone: string; now: Date; months?: { from: string; to: string } | undefined };

/** On paper only: whose figures they are, of which months, and of which day. */
export function PrintHead({ school, timezone, now, months }: Props) {
  const t = getTranslator();
  const day = formatInstant(now, { timezone, form: "date" });
  return (
    <p className="mb-4 hidden text-small print:block">
      <bdi className="font-[560]">{school}</bdi>
      {months && <span className="block">{t("accounting.print_months", months)}</span>}
      <span className="block">{t("accounting.print_day", { day })}</span>
    </p>
  );
}
