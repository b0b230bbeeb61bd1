import type { ReactNode } from "react";

export type SectionProps = { id: string; title: string; about?: ReactNode; children: ReactNode };

/** A part of the account page: what it is at the side, what one can do there beside it. */
export function Section({ id, title, about, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid gap-x-12 gap-y-5 border-t border-rule py-8 sm:grid-cols-[220px_minmax(0,1fr)]"
    >
      <div>
        <h2 id={`${id}-title`} className="text-[21px]">
          {title}
        </h2>
        {about && <div className="mt-1.5 text-small text-ink-soft">{about}</div>}
      </div>
      <div className="min-w-0 max-w-[560px]">{children}</div>
    </section>
  );
}
