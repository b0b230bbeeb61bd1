import { cx } from "./cx.ts";

export type ProseProps = {
  /** HTML that has been sanitised already. Markdown is turned into it, and cleaned, in the domain; never here. */
  html: string;
  className?: string;
};

/** Longer text that a teacher wrote: paragraphs, lists, quotations. Its styles are `.prose` in globals.css. */
export function Prose({ html, className }: ProseProps) {
  return <div className={cx("prose", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
