import { pagePath } from "#messages/page-path.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
/** The first thing the Tab key reaches on every page. */
export function SkipLink() {
  const t = getTranslator();
  return (
    <a
      href="#main"
      className="sr-only print:hidden focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
    >
      {t("layout.skip_to_the_page")}
    </a>
  );
}

/** Says on every page of a demo school that nothing on it is real. */
export function DemoBanner() {
  const t = getTranslator();
  return (
    <aside
      aria-label={t("layout.demo_label")}
      className="bg-warn-soft px-5 py-1.5 text-center text-tiny text-warn print:hidden"
    >
      {t.rich("layout.this_is_a_demo_school", {
        link: (children) => (
          <a href={pagePath("/mail")} className="underline underline-offset-2 hover:no-underline">
            {children}
          </a>
        ),
      })}
    </aside>
  );
}
