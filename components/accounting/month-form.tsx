import { getTranslator } from "#components/messages/get-translator.ts";
import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import type { Message } from "#messages/message.ts";

export type MonthFormProps = {
  path: string;
  /** What stands in the fields: as it was typed, where that is no month. */
  from: string;
  to: string;
  faults: { from?: Message; to?: Message };
  /** What the address says besides. */
  keep?: Record<string, string>;
};

/** From which month to which: goes into the address. Where a browser has no field for months, `2026-11` is typed. */
export function MonthForm({ path, from, to, faults, keep = {} }: MonthFormProps) {
  const t = getTranslator();
  const field = (name: "from" | "to", label: string, value: string) => {
    const fault = faults[name];
    return (
      <TextInput
        id={`month-${name}`}
        name={name}
        label={label}
        type="month"
        defaultValue={value}
        required
        pattern="[0-9]{4}-[0-9]{2}"
        {...(fault && { error: t.format(fault) })}
      />
    );
  };
  return (
    <>
      {/* On paper the fields are not there, and what the figures are of must be. */}
      <p className="hidden print:block">
        {t("accounting.from_label")} {from} · {t("accounting.to_label")} {to}
      </p>
      <form method="get" action={path} className="flex flex-wrap items-end gap-3 print:hidden">
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {field("from", t("accounting.from_label"), from)}
        {field("to", t("accounting.to_label"), to)}
        <Button type="submit" variant="quiet">
          {t("admin.show_button")}
        </Button>
      </form>
    </>
  );
}
