import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  type SearchParams,
  toFilterValues,
  toSortParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { CERTIFICATE_WORDS, StateBadge, stateOptions } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type CertificateRow, listCertificates } from "#domain/certificates/list-certificates.ts";
import { listCourseChoices } from "#domain/courses/list-courses.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { CERTIFICATE_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_certificates.certificates_title") };
}

/** Every certificate that the school has issued, with what became of it. */
export default async function CertificatesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("certificate.list", CERTIFICATE_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(CERTIFICATE_LIST, await searchParams);
  const list = await listCertificates(read, toFilterValues(CERTIFICATE_LIST, state.filters, timezone), state.view);
  const frame = listFrame(CERTIFICATE_LIST, state, list);
  const { filters } = state;
  return (
    <ListPage
      title={t("admin_certificates.certificates_title")}
      noun={t("admin_certificates.certificates_noun")}
      counted={t("admin_certificates.certificates_counted", { count: frame.total })}
      lede={t("admin_certificates.certificates_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={CERTIFICATE_LIST.path}
          keep={toSortParams(CERTIFICATE_LIST, state)}
          fields={[
            { kind: "text", label: t("admin_certificates.search_label"), name: "q", value: filters.q },
            {
              kind: "choice",
              label: t("admin_certificates.state_label"),
              name: "state",
              value: filters.state,
              all: t("admin_certificates.any_state"),
              options: stateOptions(CERTIFICATE_WORDS),
            },
            {
              kind: "choice",
              label: t("admin_certificates.course_label"),
              name: "course",
              value: filters.course,
              all: t("admin_certificates.any_course"),
              options: await listCourseChoices(read, filters.course),
            },
            { kind: "day", label: t("admin_certificates.from_label"), name: "from", value: filters.from },
            { kind: "day", label: t("admin_certificates.to_label"), name: "to", value: filters.to },
          ]}
        />
      }
      empty={{ title: t("admin_certificates.empty_title"), words: t("admin_certificates.empty_words") }}
    >
      <Table<CertificateRow>
        caption={t("admin_certificates.certificates_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(CERTIFICATE_LIST, state)}
      />
    </ListPage>
  );
}

function columns(timezone: string): Column<CertificateRow>[] {
  const t = getTranslator();
  return [
    {
      key: "number",
      header: t("admin_certificates.number_label"),
      cell: ({ id, number, version }) => (
        <span>
          <a href={`/admin/certificates/${id}`} className="num font-[560] hover:underline">
            {number}
          </a>
          {version > 1 && (
            <span className="block text-tiny text-ink-faint">
              {t("admin_certificates.version_counted", { version })}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "name",
      header: t("admin_certificates.name_label"),
      long: true,
      cell: ({ name, studentEmail }) => (
        <span>
          <span dir="auto" className="[overflow-wrap:anywhere]">
            {name}
          </span>
          <span className="block text-tiny font-normal text-ink-faint">{formatEmail(studentEmail)}</span>
        </span>
      ),
    },
    {
      key: "course",
      header: t("admin_certificates.course_label"),
      long: true,
      cell: ({ courseTitle, language, cohortName }) => (
        <span>
          <span {...writtenIn(language)}>{courseTitle}</span>
          <span className="block text-tiny text-ink-faint">{cohortName}</span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("admin_certificates.state_label"),
      cell: ({ state, failure }) => (
        <span>
          <StateBadge words={CERTIFICATE_WORDS} state={state} />
          {failure !== null && (
            <span className="mt-1 block text-tiny text-bad">{t("admin_certificates.no_file_words")}</span>
          )}
        </span>
      ),
    },
    {
      key: "issued",
      header: t("admin_certificates.issued_label"),
      sortable: true,
      align: "end",
      cell: ({ issuedAt }) => <DateTime instant={issuedAt} timezone={timezone} showZone={false} />,
    },
  ];
}
