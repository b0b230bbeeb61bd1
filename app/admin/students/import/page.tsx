import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FormFile } from "#components/admin/form-file.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { listStudentImports, type StudentImportRow } from "#domain/students/get-student-import.ts";
import { ENCODINGS } from "#ops/import/encodings.ts";
import { uploadAction } from "./actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_students.import_title") };
}

const HERE = "/admin/students/import";
/** As the WHATWG Encoding Standard calls them: those that an office of this country meets. */

/** Many students at once, by a file. */
export default async function ImportPage() {
  const t = getTranslator();
  await requirePermission("student.import", HERE);
  const { read, timezone } = await getOfficeContext();
  const imports = await listStudentImports(read);
  return (
    <>
      <PageHeader
        title={t("admin_students.import_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: t("admin_students.import_title") },
            ]}
          />
        }
        lede={t("admin_students.import_lede")}
      />
      <StateForm action={uploadAction} className="grid max-w-xl grid-cols-1 gap-5">
        <FormFile
          name="file"
          label={t("admin_students.file_label")}
          accept=".csv,.tsv,.txt,.zip"
          hint={t("admin_students.file_hint")}
        />
        <FormSelect
          name="encoding"
          label={t("admin_students.encoding_label")}
          hint={t("admin_students.encoding_hint")}
          options={[
            { value: "", label: t("admin_students.find_out") },
            ...ENCODINGS.map((name) => ({ value: name, label: name })),
          ]}
        />
        <FormSelect
          name="delimiter"
          label={t("admin_students.delimiter_label")}
          options={[
            { value: "", label: t("admin_students.find_out") },
            { value: ";", label: t("admin_students.delimiter_semicolon") },
            { value: ",", label: t("admin_students.delimiter_comma") },
            { value: "\t", label: t("admin_students.delimiter_tab") },
            { value: "|", label: t("admin_students.delimiter_bar") },
          ]}
        />
        <FormInput
          name="source"
          label={t("admin_students.source_label")}
          hint={t("admin_students.source_hint")}
          maxLength={40}
          pattern="[A-Za-z0-9._\-]*"
          autoComplete="off"
          optional
        />
        <div>
          <SubmitButton pendingLabel={t("admin_students.uploading_pending")}>
            {t("admin_students.upload_button")}
          </SubmitButton>
        </div>
      </StateForm>
      {imports.length > 0 && (
        <Panel title={t("admin_students.imports_title")} className="mt-8">
          <Table<StudentImportRow>
            caption={t("admin_students.imports_title")}
            columns={columns(timezone)}
            rows={imports}
            rowKey={({ id }) => id}
          />
        </Panel>
      )}
    </>
  );
}

function columns(timezone: string): Column<StudentImportRow>[] {
  const t = getTranslator();
  return [
    {
      key: "file",
      header: t("admin_students.file_label"),
      long: true,
      cell: ({ id, fileName }) => (
        <a href={`/admin/students/import/${id}`} className="font-[560] hover:underline">
          {fileName}
        </a>
      ),
    },
    {
      key: "state",
      header: t("admin_students.status_label"),
      cell: ({ state }) => t(`student_imports.state_${state}`),
    },
    {
      key: "rows",
      header: t("admin_students.rows_label"),
      align: "end",
      cell: ({ rowCount }) => t("student_imports.row_count", { count: rowCount }),
    },
    {
      key: "by",
      header: t("admin_students.by_label"),
      long: true,
      cell: ({ by }) => by ?? t("admin_students.by_command"),
    },
    {
      key: "created",
      header: t("admin_students.uploaded_label"),
      align: "end",
      cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
    },
  ];
}
