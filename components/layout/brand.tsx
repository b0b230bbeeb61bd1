import { cx } from "#components/ui/cx.ts";

/** The school as it shows itself: its name, and beside it its logo, or a letter on a square. */
export type School = { name: string; mark: string; logo?: string };

export type BrandProps = { school: School; href?: string; size?: "m" | "s" };

export function Brand({ school, href = "/", size = "m" }: BrandProps) {
  return (
    <a
      href={href}
      className={cx(
        "flex min-w-0 items-center gap-2.5 font-serif font-[620] tracking-[-0.01em]",
        size === "m" ? "text-[16px] sm:text-[20px]" : "text-[16px]",
      )}
    >
      {school.logo ? (
        <img src={school.logo} alt="" className={cx("w-auto max-w-28 flex-none", size === "m" ? "h-7" : "h-6")} />
      ) : (
        <span
          aria-hidden="true"
          className={cx(
            "grid flex-none place-items-center rounded-[6px] bg-accent text-on-accent",
            size === "m" ? "size-6 text-small" : "size-[22px] text-[12px]",
          )}
        >
          {school.mark}
        </span>
      )}
      {/* A long name takes two lines where there is no room for one, beside what else stands in a phone's header. */}
      <span className={cx("line-clamp-2 leading-tight [overflow-wrap:anywhere]", size === "m" && "sm:line-clamp-1")}>
        {school.name}
      </span>
    </a>
  );
}
