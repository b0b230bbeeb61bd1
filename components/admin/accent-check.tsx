import { accentStyle } from "../ui/accent.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** How the school's colour is used in both themes, darkened or lightened until words in it can be read by everybody. */
export function AccentCheck({ color }: { color: string | null }) {
  const t = getTranslator();
  const style = accentStyle(color);
  const light = style["--school-accent"];
  const dark = style["--school-accent-dark"];
  if (!color || !light || !dark) return null;
  const asChosen = light.toLowerCase() === color.toLowerCase();
  return (
    <div className="grid gap-2 text-small">
      <div className="flex flex-wrap gap-3">
        <Swatch ground={light} ink={style["--school-on-accent"] ?? ""} label={t("admin.on_light_paper_label")} />
        <Swatch ground={dark} ink={style["--school-on-accent-dark"] ?? ""} label={t("admin.on_dark_paper_label")} />
      </div>
      <p className="text-ink-soft">
        {asChosen
          ? t("admin.reads_well_as_it_is_at_least_4_5_to_1", { color })
          : t("admin.is_too_pale_to_be_read_on_light_paper", { color, light })}
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
