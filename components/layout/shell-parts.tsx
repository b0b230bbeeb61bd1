/** The first thing the Tab key reaches on every page. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only print:hidden focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
    >
      Skip to the page
    </a>
  );
}

/** Says on every page of a demo school that nothing on it is real. */
export function DemoBanner() {
  return (
    <aside aria-label="Demo" className="bg-warn-soft px-5 py-1.5 text-center text-tiny text-warn print:hidden">
      This is a demo school. Nothing here is real, and no real money can be taken.{" "}
      <a href="/mail" className="underline underline-offset-2 hover:no-underline">
        Its mail
      </a>
    </aside>
  );
}
