import { cx } from "./cx.ts";

/** Stroke drawings on a 24 × 24 grid; one path each. */
const paths = {
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3 2",
  house: "M4 20V8l8-5 8 5v12M9 20v-6h6v6",
  back: "M3 12a9 9 0 1 0 3-6.7M3 4v5h5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L20 20",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  alert: "M12 4L2.8 19.5h18.4zM12 10v4.2M12 17v.1",
  info: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v5M12 8v.1",
  "chevron-down": "M6 9.5l6 6 6-6",
  "chevron-left": "M14.5 6l-6 6 6 6",
  "chevron-right": "M9.5 6l6 6-6 6",
  "arrow-up": "M12 19V5M6 11l6-6 6 6",
  "arrow-down": "M12 5v14M6 13l6 6 6-6",
  calendar: "M5 5.5h14a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1M4 10h16M8.5 3v4M15.5 3v4",
  download: "M12 4v11M7 10.5l5 5 5-5M4 20h16",
  document: "M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M14 3v5h5M9.5 13h6M9.5 17h4",
  play: "M7 4.5v15l12-7.5z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 1 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 1 0 5.7 5.7l1-1",
  lock: "M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1M8 11V8a4 4 0 0 1 8 0v3",
  mail: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1M3.5 7l8.5 6.5L20.5 7",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  dots: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  people:
    "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M3 20c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 15c2 .8 3 2.6 3 5",
} as const;

export type IconName = keyof typeof paths;
/** On and back are the other way round where one writes from the right. */
const SIDEWAYS: ReadonlySet<string> = new Set(["back", "chevron-left", "chevron-right"]);

export type IconProps = { name: IconName; size?: number; className?: string };

/** A small drawing beside words. It is hidden from screen readers, so the words must stand alone. */
export function Icon({ name, size = 18, className }: IconProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "dots" ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={cx("flex-none", SIDEWAYS.has(name) && "rtl:-scale-x-100", className)}
    >
      <path d={paths[name]} />
    </svg>
  );
}
