import decodeQR from "qr/decode.js";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { CheckInCode } from "./check-in-code.tsx";

/** What a camera sees of the drawing: each module so many pixels wide. */
function photograph(svg: string, scale: number) {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const width = modules * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let pixel = 0; pixel < scale * scale; pixel++) {
      const column = Number(x) * scale + (pixel % scale);
      const row = Number(y) * scale + Math.floor(pixel / scale);
      data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  }
  return { width, height: width, data };
}

test("a code that is drawn is read as the address that it holds, with the light edge that readers need", () => {
  const address = "https://school.example/check-in/mtg_0193a5c27d3e7a40b1f6c2d4e8f90a1b/Zm9vYmFyYmF6cXV4MTIzNA";
  const svg = renderToStaticMarkup(<CheckInCode address={address} label="A code" />);
  expect(decodeQR(photograph(svg, 4))).toBe(address);
  const [modules = 0] = [...svg.matchAll(/viewBox="0 0 (\d+)/g)].map(([, size]) => Number(size));
  const dark = [...svg.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect([Math.min(...dark), Math.max(...dark)]).toEqual([4, modules - 5]);
  expect(svg).toContain('role="img" aria-label="A code"');
});
