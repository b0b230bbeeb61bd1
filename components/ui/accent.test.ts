import { expect, test } from "vitest";
import { accentStyle, contrast } from "./accent.ts";

const colours = ["#ffff00", "#ff0000", "#000000", "#ffffff", "#1d5b45", "#7a2e8e", "#00aaff", "#f4a261"];

function rgb(hex: string | undefined): [number, number, number] {
  const digits = hex ?? "";
  return [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as [number, number, number];
}

test.each(colours)("words in and on a school's %s read at 4.5:1 in both themes", (colour) => {
  const style = accentStyle(colour);
  for (const theme of ["", "-dark"] as const) {
    const value = (name: string) => rgb(style[`--school-${name}${theme}`]);
    const papers = theme ? ["#151412", "#1d1b18", "#110f0d"] : ["#faf8f3", "#fffefb", "#f3efe7"];
    for (const paper of papers) {
      expect(contrast(value("accent"), rgb(paper))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(value("accent-ink"), rgb(paper))).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(value("on-accent"), value("accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value("on-accent"), value("accent-hover"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value("accent-ink"), value("accent-soft"))).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(["red", "#fff", "url(x)", "#12345g", "", null])("%s is no colour, so the house's own stays", (value) => {
  expect(accentStyle(value)).toEqual({});
});
