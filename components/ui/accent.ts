/** The custom properties that give the pages a school's own colour; see `:root` in app/globals.css. */
export type AccentStyle = Record<`--school-${string}`, string>;

type Rgb = [number, number, number];

const lightPaper: Rgb = [243, 239, 231];
const darkPaper: Rgb = [29, 27, 24];
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];

/**
 * Makes a whole accent for both themes from one colour, `#rrggbb`. The colour is darkened (or, on dark paper, lightened)
 * until words in it, and words on it, read at 4.5:1. Anything that is not such a colour gives the house's own.
 */
export function accentStyle(hex: string | null | undefined): AccentStyle {
  const colour = parse(hex);
  if (!colour) return {};
  const light = readable(colour, black, lightPaper, 4.6);
  const dark = readable(colour, white, darkPaper, 6);
  return {
    "--school-accent": write(light),
    "--school-accent-hover": write(mix(light, black, 0.18)),
    "--school-on-accent": "#ffffff",
    "--school-accent-soft": write(mix(light, [255, 254, 251], 0.9)),
    "--school-accent-ink": write(readable(mix(light, black, 0.12), black, mix(light, [255, 254, 251], 0.9), 6)),
    "--school-accent-dark": write(dark),
    "--school-accent-hover-dark": write(mix(dark, white, 0.2)),
    "--school-on-accent-dark": write(mix(dark, black, 0.86)),
    "--school-accent-soft-dark": write(mix(dark, darkPaper, 0.86)),
    "--school-accent-ink-dark": write(mix(dark, white, 0.25)),
  };
}

function parse(hex: string | null | undefined): Rgb | undefined {
  if (!hex || !/^#[0-9a-f]{6}$/i.test(hex)) return undefined;
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function write(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, at) => part + ((to[at] ?? 0) - part) * share) as Rgb;
}

/** Moves a colour toward another until it stands out from its ground as much as is asked. */
function readable(colour: Rgb, toward: Rgb, ground: Rgb, wanted: number): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mix(colour, toward, share);
    if (contrast(tried, ground) >= wanted) return tried;
  }
  return toward;
}

/** The contrast of two colours as WCAG counts it, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
