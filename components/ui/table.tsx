import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";

export type SortDirection = "asc" | "desc";
export type Sort = { key: string; direction: SortDirection };

export type Column<Row> = {
  key: string;
  header: string;
  /** Figures align at the end, so that their digits stand under one another. */
  align?: "start" | "end";
  sortable?: boolean;
  /** Keeps the header for screen readers only (a column of actions). */
  hideHeader?: boolean;
  /** A name or a title, as long as somebody cared to write: it breaks anywhere, and leaves the other columns their room. */
  long?: boolean;
  cell: (row: Row) => ReactNode;
};

export type TableProps<Row> = {
  /** What the table lists; read out by screen readers, and shown when `showCaption` is set. */
  caption: string;
  showCaption?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  sort?: Sort;
  /** Where a press on a sortable header leads. Needed when any column is sortable. */
  sortHref?: (sort: Sort) => string;
  /** On a phone: each row a card (`stack`), or the table moves sideways under a shadow (`scroll`). */
  narrow?: "stack" | "scroll";
  /** Marks rows, for instance the one that is open. */
  rowTone?: (row: Row) => "plain" | "current" | "muted";
};

/** A dense table. The order of its rows is the caller's: a header only links to the same list in another order. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, showCaption, columns, rows, rowKey, sort, sortHref, narrow = "stack", rowTone } = props;
  const stack = narrow === "stack";
  // The roles are spelt out because a browser drops a table's own when CSS turns its rows into blocks.
  const table = (
    <table
      role="table"
      className={cx(
        "w-full border-collapse text-dense [overflow-wrap:break-word]",
        stack ? "max-sm:block" : "max-sm:min-w-[40rem]",
      )}
    >
      <caption
        className={
          // Where the rows are stacked the table is no table any more, and its caption would be as narrow as a word.
          showCaption ? cx("pb-2 text-start text-tiny text-ink-faint", narrow === "stack" && "max-sm:block") : "sr-only"
        }
      >
        {caption}
      </caption>
      <thead role="rowgroup" className={cx(stack && "max-sm:sr-only")}>
        <tr role="row">
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} sortHref={sortHref} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className={cx(stack && "max-sm:block")}>
        {rows.map((row) => (
          <BodyRow key={rowKey(row)} row={row} columns={columns} stack={stack} tone={rowTone?.(row) ?? "plain"} />
        ))}
      </tbody>
    </table>
  );
  if (stack) return <div className="table-place sm:scroll-shadow">{table}</div>;
  return (
    <div role="region" aria-label={caption} tabIndex={0} className="scroll-shadow overflow-x-auto">
      {table}
    </div>
  );
}

type HeaderCellProps<Row> = { column: Column<Row>; sort?: Sort; sortHref?: (sort: Sort) => string };

function HeaderCell<Row>({ column, sort, sortHref }: HeaderCellProps<Row>) {
  const sorted = sort?.key === column.key ? sort.direction : undefined;
  const ariaSort = sorted && (sorted === "asc" ? "ascending" : "descending");
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={ariaSort}
      className={cx(
        "whitespace-nowrap border-b border-rule px-2.5 py-2 text-[13px] font-normal text-ink-faint",
        column.align === "end" ? "text-end" : "text-start",
      )}
    >
      {column.sortable && sortHref ? (
        <a
          href={sortHref({ key: column.key, direction: sorted === "asc" ? "desc" : "asc" })}
          className={cx("inline-flex items-center gap-1 hover:text-ink", sorted && "font-[540] text-ink")}
        >
          {column.header}
          {sorted && <Icon name={sorted === "asc" ? "arrow-up" : "arrow-down"} size={13} />}
        </a>
      ) : (
        <span className={cx(column.hideHeader && "sr-only")}>{column.header}</span>
      )}
    </th>
  );
}

const longClass = "min-w-0 [overflow-wrap:anywhere] sm:min-w-40 sm:max-w-[28rem]";

type BodyRowProps<Row> = { row: Row; columns: Column<Row>[]; stack: boolean; tone: "plain" | "current" | "muted" };

function BodyRow<Row>({ row, columns, stack, tone }: BodyRowProps<Row>) {
  return (
    <tr
      role="row"
      className={cx(
        "border-b border-rule hover:bg-sunken/60",
        tone === "current" && "bg-accent-soft",
        tone === "muted" && "text-ink-soft",
        stack && "max-sm:block max-sm:px-2.5 max-sm:py-2.5",
      )}
    >
      {columns.map((column) => (
        <td
          key={column.key}
          role="cell"
          data-label={column.hideHeader ? undefined : column.header}
          className={cx(
            stack ? "stacked-cell align-top sm:px-2.5 sm:py-[9px]" : "px-2.5 py-[9px] align-top",
            column.align === "end" && "num whitespace-nowrap text-end",
          )}
        >
          {column.long ? <div className={longClass}>{column.cell(row)}</div> : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
