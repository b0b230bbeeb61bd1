import { accentStyle } from "../ui/accent.ts";

/** How the school's colour is used in both themes, darkened or lightened until words in it can be read by everybody. */
export function AccentCheck({ color }: { color: string | null }) {
  const style = accentStyle(color);
  const light = style["--school-accent"];
  const dark = style["--school-accent-dark"];
  if (!color || !light || !dark) return null;
  const asChosen = light.toLowerCase() === color.toLowerCase();
  return (
    <div className="grid gap-2 text-small">
      <div className="flex flex-wrap gap-3">
        <Swatch ground={light} ink={style["--school-on-accent"] ?? ""} label="On light paper" />
        <Swatch ground={dark} ink={style["--school-on-accent-dark"] ?? ""} label="On dark paper" />
      </div>
      <p className="text-ink-soft">
        {asChosen
          ? `${color} reads well as it is: at least 4.5 to 1 against the paper and against the words on it.`
          : `${color} is too pale to be read on light paper, so ${light} is used there: at least 4.5 to 1.`}
      </p>
    </div>
  );
}

function Swatch({ ground, ink, label }: { ground: string; ink: string; label: string }) {
  return (
    <span
      className="inline-flex min-h-[36px] items-center rounded-sm px-3.5 font-[560]"
      style={{ backgroundColor: ground, color: ink }}
    >
      {label}
    </span>
  );
}
