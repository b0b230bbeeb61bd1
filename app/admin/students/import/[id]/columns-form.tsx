import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getFirstCells, type StudentImportView } from "#domain/students/get-student-import.ts";
import { PLACE_FIELDS, STUDENT_FIELDS } from "#ops/import/students/student-fields.ts";
import { checkAction } from "./actions.ts";

const SHOWN_CHARACTERS_MAX = 40;

/** What each column of the file holds, as it was recognised, to be said otherwise; with what stands in the first row. */
export async function ColumnsForm({ found }: { found: StudentImportView }) {
  const t = getTranslator();
  const { id: importId, header, mapping } = found;
  const cells = await getFirstCells(await getPageReadCtx(), importId);
  // As many places as the file has, and some more.
  const numbers = mapping.flatMap((field) => Number(/\d+$/.exec(field)?.[0] ?? 0));
  const placeCount = Math.max(3, ...numbers);
  const options = [
    { value: "", label: t("student_imports.field_none") },
    ...STUDENT_FIELDS.map((field) => ({ value: field, label: t(`student_imports.field_${field}`) })),
    ...Array.from({ length: placeCount }, (_, at) => at + 1).flatMap((number) =>
      PLACE_FIELDS.map((field) => ({
        value: `${field}${number}`,
        label: t(`student_imports.field_of_place_${field}`, { number }),
      })),
    ),
  ];
  return (
    <StateForm action={checkAction} values={{ importId }} className="grid max-w-xl grid-cols-1 gap-4">
      {header.map((name, at) => (
        <FormSelect
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may hold a name twice, and its columns do not move.
          key={at}
          name={`column${at}`}
          label={name || t("admin_students.column_without_name", { number: at + 1 })}
          hint={sample(cells[at])}
          options={options}
          defaultValue={mapping[at] ?? ""}
        />
      ))}
      <div>
        <SubmitButton>{t("admin_students.check_button")}</SubmitButton>
      </div>
    </StateForm>
  );
}

function sample(cell = ""): string | undefined {
  if (cell === "") return undefined;
  const text = cell.length > SHOWN_CHARACTERS_MAX ? `${cell.slice(0, SHOWN_CHARACTERS_MAX)} …` : cell;
  return getTranslator()("admin_students.column_sample", { text });
}
