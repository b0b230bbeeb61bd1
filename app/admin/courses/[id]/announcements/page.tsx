import { type SearchParams, listFrame, readAddress, toFilterValues, toTableSort } from "#app/admin/_list/list.ts";
import { AnnouncementStateBadge, audienceWords } from "#components/admin/announcement-parts.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { Pagination } from "#components/ui/pagination.tsx";
import { Table } from "#components/ui/table.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { type AnnouncementRow, listAnnouncements } from "#domain/announcements/list-announcements.ts";
import { isAllowed } from "#domain/policy.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { createAnnouncementAddress } from "./list.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("announcements.announcements_title"));

/** What was written to the students of a course. */
export default async function AnnouncementsPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { office, read, timezone } = await findCourse((await params).id);
  const { course } = office;
  const address = createAnnouncementAddress(course.id);
  const state = readAddress(address, await searchParams);
  const filters = { ...toFilterValues(address, state.filters, timezone), courseId: course.id };
  const list = await listAnnouncements(read, filters, state.view);
  const frame = listFrame(address, state, list);
  const before = (list.page - 1) * list.pageSize;
  const teachers = { teacherIds: office.teachers.map(({ userId }) => userId) };
  return (
    <CourseFrame office={office} tab="announcements">
      {isAllowed(read.actor, "announcement.send", teachers) && (
        <p className="mb-5">
          <LinkButton href={`${address.path}/new`} size="s">
            {t("announcements.write_button")}
          </LinkButton>
        </p>
      )}
      {list.items.length === 0 ? (
        <EmptyState icon="mail" title={t("announcements.none_yet_title")}>
          {t("announcements.none_yet_words")}
        </EmptyState>
      ) : (
        <>
          <Table<AnnouncementRow>
            caption={t("announcements.announcements_title")}
            rows={list.items}
            rowKey={({ id }) => id}
            {...toTableSort(address, state)}
            columns={[
              {
                key: "subject",
                header: t("announcements.subject_label"),
                long: true,
                cell: ({ id, subject }) => (
                  <a href={`${address.path}/${id}`} className="font-[560] hover:underline" dir="auto">
                    {subject}
                  </a>
                ),
              },
              {
                key: "to",
                header: t("announcements.to"),
                long: true,
                cell: ({ audience, cohortName }) => (
                  <span>
                    {audienceWords(audience)}
                    {cohortName !== null && (
                      <span className="block text-tiny text-ink-faint" {...writtenIn(course.language)}>
                        {cohortName}
                      </span>
                    )}
                  </span>
                ),
              },
              {
                key: "state",
                header: t("announcements.state"),
                cell: (row) => <AnnouncementStateBadge state={row.state} />,
              },
              {
                key: "mails",
                header: t("announcements.mails"),
                align: "end",
                cell: ({ mails }) => formatNumber(mails),
              },
              { key: "author", header: t("announcements.author"), long: true, cell: ({ authorName }) => authorName },
              {
                key: "created",
                header: t("announcements.written_at"),
                sortable: true,
                align: "end",
                cell: ({ createdAt }) => <DateTime instant={createdAt} timezone={timezone} showZone={false} />,
              },
            ]}
          />
          <Pagination
            className="mt-4"
            noun={t("announcements.announcements_noun")}
            from={before + 1}
            to={before + list.items.length}
            total={list.isMore ? undefined : list.total}
            previous={list.page > 1 ? String(list.page - 1) : undefined}
            next={list.page * list.pageSize < list.total ? String(list.page + 1) : undefined}
            href={frame.pageHref}
          />
        </>
      )}
    </CourseFrame>
  );
}
