import { cx } from "./cx.ts";
import { writtenIn } from "./written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** `language` is that of a label which the school has written. */
export type Crumb = { label: string; href?: string; language?: string };

export type BreadcrumbsProps = { crumbs: Crumb[]; className?: string };

/** The way back up. The last crumb is the page itself when it has no address. */
export function Breadcrumbs({ crumbs, className }: BreadcrumbsProps) {
  const t = getTranslator();
  return (
    <nav aria-label={t("ui.breadcrumb_label")} className={cx("print:hidden", className)}>
      <ol className="flex flex-wrap text-small text-ink-faint">
        {crumbs.map((crumb, place) => (
          <li key={crumb.label} className="flex min-w-0" {...(crumb.language && writtenIn(crumb.language))}>
            {crumb.href ? (
              <a href={crumb.href} className="line-clamp-1 min-h-6 leading-6 [overflow-wrap:anywhere] hover:text-ink">
                {crumb.label}
              </a>
            ) : (
              <span
                className="line-clamp-1 leading-6 [overflow-wrap:anywhere]"
                aria-current={place === crumbs.length - 1 ? "page" : undefined}
              >
                {crumb.label}
              </span>
            )}
            {place < crumbs.length - 1 && (
              <span aria-hidden="true" className="px-2 leading-6">
                /
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
