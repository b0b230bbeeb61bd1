/** Text in which what stands between backquotes is code. */
export function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 1 ? (
      <code key={`${at} ${part}`} className="font-mono text-tiny [overflow-wrap:anywhere]">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
