import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { BarChart, Sparkline } from "./chart.tsx";

/** Each bar as top and height in hundredths of the picture, and the figures of the scale from above. */
function drawn(values: (number | null)[]) {
  const points = values.map((value, place) => ({ label: `W${place}`, value }));
  const markup = renderToStaticMarkup(<BarChart title="t" labelHeader="l" valueHeader="v" points={points} />);
  const gaps = markup.split("not measured</title>").length - 1;
  const bars = [...markup.matchAll(/<rect [^>]*?y="([\d.]+)%" height="([\d.]+)%"/g)].map(([, y, height]) => [
    Number(y),
    Number(height),
  ]);
  const scale = [...markup.matchAll(/-my-\[9px\]">([^<]*)</g)].map(([, text]) => text);
  return { bars, scale, gaps };
}

test("weeks above zero stand on the line at the foot", () => {
  expect(drawn([0, 5, 10])).toEqual({
    bars: [
      [100, 0],
      [50, 50],
      [0, 100],
    ],
    scale: ["10", "5", "0"],
    gaps: 0,
  });
});

test("a week below zero hangs from the line, as long as it is deep, inside the picture", () => {
  expect(drawn([10, -5, -10])).toEqual({
    bars: [
      [0, 50],
      [50, 25],
      [50, 50],
    ],
    scale: ["10", "5", "0", "-5", "-10"],
    gaps: 0,
  });
  expect(drawn([20, -1]).scale).toEqual(["20", "10", "0", "-10"]);
  for (const values of [[-3], [-3, 0], [100, -1], [1, -100], [0.5, -0.5]]) {
    for (const [y = 0, height = 0] of drawn(values).bars) {
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeLessThanOrEqual(100.01);
    }
    expect(drawn(values).bars.at(-1)?.[1]).toBeGreaterThanOrEqual(values.at(-1) === 0 ? 0 : 0.5);
  }
});

test("nothing at all is an empty picture with a scale", () => {
  expect(drawn([0, 0])).toMatchObject({ scale: ["1", "", "0"] });
  expect(drawn([]).bars).toEqual([]);
});

test("what was not measured is a gap that says so, and no bar of nothing", () => {
  expect(drawn([0, null, 10])).toMatchObject({
    bars: [
      [100, 0],
      [0, 100],
    ],
    gaps: 1,
  });
  const points = [{ label: "03", value: null }];
  const markup = renderToStaticMarkup(<BarChart title="t" labelHeader="l" valueHeader="v" points={points} />);
  expect(markup).toContain("<td>not measured</td>");
});

test("a small line goes below zero too", () => {
  expect(renderToStaticMarkup(<Sparkline label="l" values={[4, -4, 0]} />)).toContain('points="0,0 1,1 2,0.5"');
});
