import type { ReactNode } from "react";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu, MenuLink } from "../ui/menu.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ListFrame = {
  total: number;
  /** There are more than `total`, which is as far as was counted. */
  isMore: boolean;
  page: number;
  pageSize: number;
  shown: number;
  isFiltered: boolean;
  clearHref: string;
  pageHref: (page: string) => string;
  exportHref: string;
};

type CountedList = Pick<ListFrame, "total" | "isMore" | "isFiltered">;

export type ListPageProps = {
  title: string;
  /** In the plural: "enrolments". */
  noun: string;
  /** All that there are, or that match: "12 enrolments". */
  counted: string;
  frame: ListFrame;
  filters: ReactNode;
  /** What is done from here, such as adding one. */
  actions?: ReactNode;
  /** Said under the title: in which timezone the times are. */
  lede?: ReactNode;
  /** Other files that the export menu offers. */
  otherExports?: readonly { label: string; href: string }[];
  /** Where the list would be, when the school has none of these yet. */
  empty: { title: string; words: ReactNode; action?: ReactNode };
  /** The table. */
  children: ReactNode;
};

/** A list of the office: how many there are, what narrows them, the table, and the way to the next page or out as a file. */
export function ListPage({
  title,
  noun,
  counted,
  frame,
  filters,
  actions,
  lede,
  otherExports = [],
  empty,
  children,
}: ListPageProps) {
  const t = getTranslator();
  const { page, pageSize, shown, total, isMore, isFiltered } = frame;
  const before = (page - 1) * pageSize;
  return (
    <>
      <PageHeader
        title={title}
        lede={lede}
        className="mb-5"
        actions={
          <>
            {shown > 0 && <ExportMenu href={frame.exportHref} others={otherExports} />}
            {actions}
          </>
        }
      />
      {filters}
      <p className="num mb-1.5 text-small text-ink-soft" role="status">
        {howMany(frame, noun, counted)}
      </p>
      {shown > 0 ? children : <NothingShown noun={noun} frame={frame} empty={empty} />}
      {(shown > 0 || page > 1) && (
        <Pagination
          className="mt-4"
          noun={noun}
          from={shown === 0 ? 0 : before + 1}
          to={shown === 0 ? 0 : before + shown}
          total={isMore ? undefined : total}
          previous={page > 1 ? String(page - 1) : undefined}
          next={page * pageSize < total ? String(page + 1) : undefined}
          href={frame.pageHref}
        />
      )}
      {isMore && !isFiltered && page * pageSize >= total && (
        <p className="mt-3 text-small text-ink-soft">
          {t("admin.the_list_ends_here_so_that_it_stays_quick", { noun })}
        </p>
      )}
    </>
  );
}

/** How many are in a list, or match its filters, in words. */
export function howMany({ total, isMore, isFiltered }: CountedList, noun: string, counted: string): string {
  const t = getTranslator();
  if (isMore) return t(isFiltered ? "admin.more_than_match" : "admin.more_than", { count: total, noun });
  return isFiltered ? t("admin.counted_match", { counted, count: total }) : counted;
}

function NothingShown({ noun, frame, empty }: { noun: string; frame: ListFrame; empty: ListPageProps["empty"] }) {
  const t = getTranslator();
  if (frame.isFiltered || frame.page > 1) {
    return (
      <EmptyState
        icon="search"
        title={t("admin.no_match_title", { noun })}
        action={
          <a href={frame.clearHref} className="link">
            {t("admin.show_all", { noun })}
          </a>
        }
      >
        {t("admin.try_fewer_filters_or_another_spelling")}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={empty.title} action={empty.action}>
      {empty.words}
    </EmptyState>
  );
}

function ExportMenu({ href, others }: { href: string; others: readonly { label: string; href: string }[] }) {
  const t = getTranslator();
  const withMark = `${href}${href.includes("?") ? "&" : "?"}bom=1`;
  return (
    <Menu
      align="end"
      size="s"
      trigger={
        <>
          <Icon name="download" size={15} />
          {t("admin.export")}
        </>
      }
    >
      <MenuLink href={href}>{t("admin.csv")}</MenuLink>
      <MenuLink href={withMark}>{t("admin.csv_for_excel")}</MenuLink>
      {others.map((other) => (
        <MenuLink key={other.href} href={other.href}>
          {other.label}
        </MenuLink>
      ))}
    </Menu>
  );
}
