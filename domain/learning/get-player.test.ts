import { expect, test } from "vitest";
import { getPlayer, PLAYER_ORIGINS } from "./get-player.ts";

const link = (url: string) => getPlayer({ url, file: null });

test.each([
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "/embed/dQw4w9WgXcQ"],
  ["https://youtu.be/dQw4w9WgXcQ?t=1m30s", "/embed/dQw4w9WgXcQ?start=90"],
  ["https://m.youtube.com/shorts/dQw4w9WgXcQ", "/embed/dQw4w9WgXcQ"],
  ["https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=42", "/embed/dQw4w9WgXcQ?start=42"],
])("%s plays from the host without cookies", (url, path) => {
  expect(link(url)).toEqual({
    kind: "frame",
    host: "www.youtube-nocookie.com",
    src: `https://www.youtube-nocookie.com${path}`,
  });
});

test.each([
  ["https://vimeo.com/76979871", "/video/76979871?dnt=1"],
  ["https://vimeo.com/76979871/abcdef1234", "/video/76979871?dnt=1&h=abcdef1234"],
  ["https://player.vimeo.com/video/76979871?h=abcdef1234", "/video/76979871?dnt=1&h=abcdef1234"],
  ["https://vimeo.com/channels/staffpicks/76979871", "/video/76979871?dnt=1"],
])("%s plays without being followed", (url, path) => {
  expect(link(url)).toMatchObject({ kind: "frame", src: `https://player.vimeo.com${path}` });
});

test("a recording on any server plays when it is one by its name, and a stored file by what it is", () => {
  expect(link("https://media.example.org/talk.MP3?x=1")).toMatchObject({ kind: "audio", host: "media.example.org" });
  expect(link("https://media.example.org/film.webm")).toMatchObject({ kind: "video" });
  expect(getPlayer({ url: "", file: { id: "fil_1", mediaType: "video/mp4" } })).toEqual({
    kind: "video",
    src: "/files/fil_1",
    host: null,
  });
  expect(getPlayer({ url: "", file: { id: "fil_1", mediaType: "application/pdf" } })).toBeUndefined();
});

test.each([
  "https://example.org/page",
  "https://example.org/film.constructor",
  "http://media.example.org/film.mp4",
  "https://media.example.org:8443/film.mp4",
  "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
  "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
  'https://www.youtube.com/watch?v="><script>',
  "https://www.youtube.com/@somebody",
  "https://vimeo.com/about",
  "javascript:alert(1)//.mp4",
  "not an address",
])("%s is only a link", (url) => {
  expect(link(url)).toBeUndefined();
});

test("nothing plays in a frame that the page's policy does not name", () => {
  const all = ["https://youtu.be/dQw4w9WgXcQ", "https://vimeo.com/76979871", "https://soundcloud.com/a/b"].map(link);
  expect(all.map((each) => each && new URL(each.src).origin)).toEqual([...PLAYER_ORIGINS]);
});
