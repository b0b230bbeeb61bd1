import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Ask } from "#components/admin/ask.tsx";
import { RefreshLink } from "#components/admin/refresh-link.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormCheckbox, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { isAllowed } from "#domain/policy.ts";
import { getStudentImport, type StudentImportView } from "#domain/students/get-student-import.ts";
import { checkAction, removeAction, startAction } from "./actions.ts";
import { ColumnsForm } from "./columns-form.tsx";
import { Rows } from "./rows.tsx";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const loadImport = cache(async (id: string) => getStudentImport(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const ctx = await getPageReadCtx();
  const found = isAllowed(ctx.actor, "student.import") ? await loadImport((await params).id) : undefined;
  return {
    title: found ? t("admin_students.import_of_title", { file: found.fileName }) : t("admin_students.import_title"),
  };
}

/** One file, from its upload to its end: what its columns hold, what would happen, how far it is, what has happened. */
export default async function StudentImportPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const here = `/admin/students/import/${id}`;
  await requirePermission("student.import", here);
  const { read, timezone } = await getOfficeContext();
  const found = await loadImport(id);
  if (!found) notFound();
  const { state, fileName } = found;
  const isAtWork = state === "checking" || state === "running";
  const isTable = found.delimiter !== "";
  return (
    <>
      <PageHeader
        title={fileName}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: t("admin_students.import_title"), href: "/admin/students/import" },
              { label: fileName },
            ]}
          />
        }
        lede={t(`student_imports.lede_${state}`)}
      />
      <div className="grid grid-cols-1 gap-5">
        {isAtWork && <Progress found={found} here={here} />}
        {state === "uploaded" && (isTable ? <ColumnsForm found={found} /> : <CheckAlone importId={id} />)}
        {state === "checked" && <Start found={found} />}
        {(state === "checked" || state === "done") && (
          <Rows found={found} here={here} search={await searchParams} read={read} />
        )}
        {state === "checked" && isTable && (
          <details className="card p-4 sm:p-5">
            <summary className="cursor-pointer font-[560]">{t("admin_students.columns_again")}</summary>
            <div className="mt-4">
              <ColumnsForm found={found} />
            </div>
          </details>
        )}
        <Facts found={found} timezone={timezone} />
        {!isAtWork && <Remove importId={id} />}
      </div>
    </>
  );
}

function Progress({ found, here }: { found: StudentImportView; here: string }) {
  const t = getTranslator();
  const { doneCount, rowCount } = found;
  const words = t("admin_students.progress", { done: doneCount, total: rowCount });
  return (
    <Panel title={t(`student_imports.state_${found.state}`)}>
      <progress className="w-full" value={doneCount} max={rowCount} aria-label={words} />
      <p className="mt-2 flex flex-wrap justify-between gap-x-4" role="status">
        <span>{words}</span>
        <RefreshLink href={here}>{t("admin_students.look_again")}</RefreshLink>
      </p>
    </Panel>
  );
}

function CheckAlone({ importId }: { importId: string }) {
  const t = getTranslator();
  return (
    <StateForm action={checkAction} values={{ importId }}>
      <SubmitButton>{t("admin_students.check_button")}</SubmitButton>
    </StateForm>
  );
}

function Start({ found }: { found: StudentImportView }) {
  const t = getTranslator();
  const { created, changed } = found.counts;
  if (created + changed === 0) return <Panel>{t("admin_students.nothing_to_do")}</Panel>;
  return (
    <Panel title={t("admin_students.start_title")}>
      <StateForm action={startAction} values={{ importId: found.id }} className="grid gap-4">
        {created > 0 && (
          <FormCheckbox
            name="welcome"
            label={t("admin_students.welcome_all_label", { count: created })}
            hint={t("admin_students.welcome_all_hint")}
          />
        )}
        <div>
          <SubmitButton>{t("admin_students.take_rows_label", { count: created + changed })}</SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

function Facts({ found, timezone }: { found: StudentImportView; timezone: string }) {
  const t = getTranslator();
  const { format, encoding, source, rowCount, createdAt, finishedAt } = found;
  return (
    <Panel title={t("admin_students.about_file_title")}>
      <DescriptionList
        items={[
          { term: t("admin_students.format_label"), value: t(`student_imports.format_${format}`) },
          { term: t("admin_students.encoding_label"), value: encoding },
          { term: t("admin_students.source_label"), value: source },
          { term: t("admin_students.rows_label"), value: t("student_imports.row_count", { count: rowCount }) },
          {
            term: t("admin_students.uploaded_label"),
            value: <DateTime instant={createdAt} timezone={timezone} />,
          },
          ...(finishedAt
            ? [
                {
                  term: t("admin_students.finished_label"),
                  value: <DateTime instant={finishedAt} timezone={timezone} />,
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

function Remove({ importId }: { importId: string }) {
  const t = getTranslator();
  return (
    <div>
      <Ask
        id="remove"
        trigger={t("admin_students.remove_import_button")}
        title={t("admin_students.remove_import_title")}
        confirmLabel={t("admin_students.remove_import_button")}
        why={false}
        action={removeAction}
        values={{ importId }}
      >
        {t("admin_students.remove_import_words")}
      </Ask>
    </div>
  );
}
