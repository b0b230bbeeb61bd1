import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { buildBillCode } from "#providers/bank/bill-code.ts";
import { QrCode } from "./qr-code.tsx";

// Made by others than the drawing, so that the two do not agree on a mistake.
beforeAll(() => {
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
  prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer.slice(wasmBinary.byteOffset) as ArrayBuffer } });
});

type Box = { x: number; y: number; width: number; height: number; isDark: boolean };

/** Every rectangle of the drawing in its order, the modules among them. */
function boxesOf(svg: string): Box[] {
  return [...svg.matchAll(/M(\d+) (\d+)h1v1h-1z|<rect([^>]*)>/g)].map(([, x, y, rect = ""]) => {
    if (x !== undefined) return { x: Number(x), y: Number(y), width: 1, height: 1, isDark: true };
    const of = (name: string) => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(rect)?.[1] ?? 0);
    return {
      ...{ x: of("x"), y: of("y"), width: of("width"), height: of("height") },
      isDark: rect.includes('fill="#000"'),
    };
  });
}

/** What a camera sees of the drawing: each module so many pixels wide. */
function photograph(svg: string, scale: number) {
  const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const { x, y, width: across, height: down, isDark } of boxesOf(svg)) {
    for (let row = Math.round(y * scale); row < Math.round((y + down) * scale); row++) {
      for (let column = Math.round(x * scale); column < Math.round((x + across) * scale); column++) {
        data.fill(isDark ? 0 : 255, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return { width, height: width, data, colorSpace: "srgb" as const };
}

async function readAgain(svg: string): Promise<string[]> {
  const found = await readBarcodes(photograph(svg, 4) as ImageData, { formats: ["QRCode"] });
  return found.map(({ text }) => text);
}

test("a code that is drawn is read as the text that it holds, with the light edge that readers need", async () => {
  const address = "https://school.example/check-in/mtg_0193a5c27d3e7a40b1f6c2d4e8f90a1b/Zm9vYmFyYmF6cXV4MTIzNA";
  const svg = renderToStaticMarkup(<QrCode text={address} label="A code" />);
  expect(await readAgain(svg)).toEqual([address]);
  const [modules = 0] = [...svg.matchAll(/viewBox="0 0 (\d+)/g)].map(([, size]) => Number(size));
  const dark = [...svg.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect([Math.min(...dark), Math.max(...dark)]).toEqual([4, modules - 5]);
  expect(svg).toContain('role="img" aria-label="A code"');
});

const SCHOOLS = {
  plain: ["Lindenhof School", "Lindenhofstrasse", "12", "4052", "Basel"],
  accents: ["Škola Dvořák & Söhne «Œuvre»", "Straße des 17. Juni", "1/2a", "8001", "Zürich"],
  long: ["W".repeat(70), "S".repeat(70), "N".repeat(16), "9".repeat(16), "T".repeat(35)],
} as const;

for (const [name, [holder, street, number, postCode, town]] of Object.entries(SCHOOLS)) {
  const address = {
    ...{ addressStreet: street, addressNumber: number, addressPostCode: postCode, addressTown: town },
    addressCountry: "CH",
  };
  test.each(["CHF", "EUR"])(
    `a bill of a school with ${name} names in %s is read as what was meant`,
    async (currency) => {
      const amount = { minor: currency === "CHF" ? 99_999_999_999 : 48_050, currency };
      const transfer = { holder, iban: "CH93 0076 2011 6238 5295 7", reference: "RF18 5390 0754 7034", amount };
      const code = buildBillCode(transfer, address);
      expect(code?.kind).toBe(currency === "CHF" ? "swiss" : "epc");
      const { kind, text } = code ?? { kind: "epc", text: "" };
      expect(await readAgain(renderToStaticMarkup(<QrCode text={text} label="" cross={kind === "swiss"} />))).toEqual([
        text,
      ]);
    },
  );
}
