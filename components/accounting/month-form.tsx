import { getTranslator } from "#components/messages/get-translator.ts";
import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/field.tsx";

/** From which month to which: goes into the address. Where a browser has no field for months, `2026-11` is typed. */
export function MonthForm({ path, from, to }: { path: string; from: string; to: string }) {
  const t = getTranslator();
  const field = (name: "from" | "to", label: string, value: string) => (
    <TextInput
      id={`month-${name}`}
      name={name}
      label={label}
      type="month"
      defaultValue={value}
      required
      pattern="[0-9]{4}-[0-9]{2}"
    />
  );
  return (
    <form method="get" action={path} className="flex flex-wrap items-end gap-3 print:hidden">
      {field("from", t("accounting.from_label"), from)}
      {field("to", t("accounting.to_label"), to)}
      <Button type="submit" variant="quiet">
        {t("admin.show_button")}
      </Button>
    </form>
  );
}
