import { chf, type CourseSeed, SATURDAY, SUNDAY, THURSDAY, yen } from "./course-seed.ts";

const WORKSHOP = "Workshop, Lindenhof 4, Basel";

const BOOKBINDING_EVENINGS = [
  { title: "Paper, grain and the bone folder", note: "Folding, pressing, and a pamphlet stitch to take home." },
  { title: "Sewing on tapes", note: "The text block of your second book." },
  { title: "Boards, cloth and the case", note: "Cutting square, turning in, and casing in without a wrinkle." },
  { title: "The long stitch", note: "A soft cover in one piece, sewn through the spine." },
  { title: "Rounding and backing", note: "Hammer and press: the shoulder that holds the boards." },
  { title: "Half leather", note: "Paring, corners, and why the paste goes on twice." },
  { title: "Headbands and endpapers", note: "Silk on the bench; paste papers drying overnight." },
  { title: "Your own project", note: "A repair, a box, or a book for somebody. Bring what you like." },
];

export const CRAFTS: readonly CourseSeed[] = [
  {
    key: "bookbinding",
    title: "Bookbinding for beginners",
    summary:
      "Eight evenings at the bench. You will sew, glue and cover four books by hand, and leave with the tools to make a fifth at home.",
    description: `We begin with a sheet of paper and the question which way it wants to fold. By the last evening you will have made a pamphlet, a sewn case binding in cloth, a soft long-stitch journal and a small book in half leather.

## What you will learn

- to find the grain of paper and board, and to work with it
- to fold, press, sew on tapes and sew a long stitch
- to round and back a spine, and to cover a book without a wrinkle
- to look after leather, paste and your own hands

## What is included

Paper, board, cloth, leather, thread and glue are included. So is a set of tools that is yours to keep: bone folder, awl, needles, a small knife and a beeswax block.

No experience is needed. If you can cut along a line, you can do this; if you cannot, we will practise that first. Eight people fit around the two benches in comfort and twelve with good manners, so we take twelve.

> Wear something that may meet glue. Long sleeves and paste are old enemies.`,
    subject: "Crafts",
    level: "beginner",
    language: "en",
    teachers: [{ email: "teacher@demo.test", about: "Conservator, 20 years at the university library" }],
    materials: [
      {
        title: "Before the first evening",
        isPreview: true,
        text: `Welcome. You need to bring nothing but an apron.

If you own a book that is falling apart and that you are fond of, bring it to the **last** evening. Please do not mend it with tape before then.

The workshop door is in the courtyard, on the left, green. It sticks; lift it a little.`,
      },
      {
        title: "Finding the grain: four tests",
        section: { title: "At the bench", german: "An der Werkbank" },
        text: `Every machine-made paper has a grain, as wood has. Fold against it and the spine will fight you for the rest of its life.

1. **Bend.** Roll the sheet over loosely, both ways. It gives more easily along the grain.
2. **Tear.** It tears straight along the grain and ragged across it.
3. **Wet.** Moisten a corner: it curls around the grain.
4. **Nail.** Draw the edge between two fingernails. The edge that ripples runs across.

For a book, the grain of every part, *paper, board, cloth and leather*, runs from head to tail.`,
      },
      {
        title: "Sewing on tapes, step by step",
        section: { title: "At the bench", german: "An der Werkbank" },
        text: `Mark the fold of the first section at head and tail, 12 mm in. These are the kettle stitches. Divide what is between by the number of tapes plus one.

- Wax the thread. One arm's length is enough; longer only knots.
- Come out beside a tape, go over it, and in again on the other side.
- At the end, link down to the section below with a kettle stitch, and pull **along** the fold, never up.

When the last section is on, the block should stand by itself, slightly insulted, like a cat.`,
      },
      {
        title: "Where to buy paper and board in Basel",
        link: "https://example.org/paper-in-basel",
        section: { title: "Addresses", german: "Adressen" },
      },
    ],
    cohorts: [
      {
        key: "bookbinding-last",
        name: "{season} evenings",
        dates: {
          inDays: -140,
          weekday: THURSDAY,
          at: "18:30",
          everyDays: 7,
          minutes: 150,
          meetings: BOOKBINDING_EVENINGS,
        },
        timezone: "Europe/Zurich",
        place: WORKSHOP,
        capacity: 12,
        price: chf(460),
        openedDaysAgo: 205,
        accessDays: 365,
        waitingList: true,
        crowd: 11,
        gaveUp: 1,
      },
      {
        key: "bookbinding-next",
        name: "{season} evenings",
        dates: {
          inDays: 17,
          weekday: THURSDAY,
          at: "18:30",
          everyDays: 7,
          minutes: 150,
          meetings: BOOKBINDING_EVENINGS,
        },
        timezone: "Europe/Zurich",
        place: WORKSHOP,
        capacity: 12,
        price: chf(480),
        openedDaysAgo: 45,
        accessDays: 180,
        renewal: { way: "instant", days: 90, price: chf(60) },
        waitingList: true,
        crowd: 7,
        gaveUp: 1,
      },
      {
        key: "bookbinding-weekend",
        name: "{season} weekend",
        dates: {
          inDays: 115,
          weekday: THURSDAY,
          at: "09:30",
          everyDays: 1,
          minutes: 450,
          meetings: [
            { title: "Paper, folds and the first two books", note: "Pamphlet and long stitch." },
            { title: "Sewing on tapes", note: "One good text block, in one good day." },
            { title: "Boards, cloth and the case", note: "Casing in before tea." },
            { title: "Half leather", note: "And a shelf to put all four on." },
          ],
        },
        timezone: "Europe/Zurich",
        place: WORKSHOP,
        capacity: 12,
        price: chf(480),
        openedDaysAgo: 30,
        accessDays: 180,
        waitingList: true,
        crowd: 1,
      },
    ],
    state: "published",
  },
  {
    key: "letterpress",
    title: "Letterpress: one poster in two days",
    summary: "Set wooden type by hand, ink it, and pull thirty copies of a poster that says what you want it to say.",
    description: `The type is older than your grandparents and the press weighs as much as a small car. In two days you will learn enough of both to print a poster in two colours.

**Saturday** is for words: choosing them, setting them, and finding out that there are only three letters *E* in the size you wanted. **Sunday** is for ink.

Eight people, four presses. Everybody goes home with ten prints of their own and one of each of the others'.

Please bring a text of **no more than twelve words**. Fewer are stronger.`,
    subject: "Crafts",
    level: "any",
    language: "en",
    teachers: [
      { email: "beat.zurbriggen@lindenhof.example", about: "Printer; saved four presses from a scrapyard in Olten" },
    ],
    materials: [
      {
        title: "Twelve words or fewer",
        text: `Think of a wall that needs a sentence. Write it. Take out every word that could go. Then bring it.

We have wooden type from 4 to 30 *cicero*. Accents exist for French and German; for other languages, write to us a week before and Beat will cut what is missing.`,
      },
      { title: "How the press works (a film of four minutes)", link: "https://example.org/press-film" },
    ],
    cohorts: [
      {
        key: "letterpress-next",
        name: "{season} weekend",
        dates: {
          inDays: 24,
          weekday: SATURDAY,
          at: "10:00",
          everyDays: 1,
          minutes: 420,
          meetings: [
            { title: "Words", note: "Setting, spacing, and the first proof." },
            { title: "Ink", note: "Two colours, thirty pulls, one clothes line." },
          ],
        },
        timezone: "Europe/Zurich",
        place: "Print room, Lindenhof 6, Basel",
        capacity: 8,
        price: chf(340),
        openedDaysAgo: 60,
        accessDays: 90,
        waitingList: true,
        crowd: 8,
      },
    ],
    state: "published",
  },
  {
    key: "washi",
    title: "Washi: paper from mulberry, with Kenji Watanabe",
    summary:
      "Four mornings online from a paper mill near Kyoto. The fibres and the mould come to you by post; the water is your own.",
    description: `Kenji Watanabe (渡辺 健二) is the fifth of his family to make paper by the river at Ayabe. He teaches from the mill, with a camera over the vat.

You will receive a parcel: cooked *kōzo* fibres, a small mould, and *neri* from hibiscus root. You need a basin, cold water and a window.

| Morning | What we make |
| --- | --- |
| 1 | The pulp, beaten by hand |
| 2 | First sheets, and why they are lumpy |
| 3 | Thin sheets, the swing of the mould |
| 4 | Drying on boards; threads, leaves and letters in the sheet |

The hours are Kyoto's evening, so that it is morning in Europe. Your account shows them in **your** time too.`,
    subject: "Crafts",
    level: "intermediate",
    language: "en",
    teachers: [{ email: "kenji.watanabe@lindenhof.example", about: "Papermaker in Ayabe, fifth generation" }],
    materials: [
      {
        title: "Your parcel, and what to do with it first",
        text: `Put the fibres into the refrigerator when the parcel arrives, in their bag. They keep for three weeks.

Do **not** rinse the *neri*. It is meant to feel like that.`,
      },
      { title: "The mill in winter (film, 11 minutes)", link: "https://example.org/mill-in-winter" },
    ],
    cohorts: [
      {
        key: "washi-next",
        name: "{season} mornings",
        dates: {
          inDays: 31,
          weekday: SUNDAY,
          at: "17:00",
          everyDays: 7,
          minutes: 120,
          meetings: [
            { title: "The pulp" },
            { title: "First sheets" },
            { title: "Thin sheets" },
            { title: "Drying, and things in the sheet" },
          ],
        },
        timezone: "Asia/Tokyo",
        place: "Online, from Ayabe",
        link: "https://example.org/meet/washi",
        capacity: 16,
        price: yen(28_000),
        openedDaysAgo: 40,
        terms: { cancelDays: 7, cancelPercent: 80, cancelFee: yen(2_000), moveDays: 7 },
        questions: [
          {
            prompt: "To which address shall we send your parcel?",
            help: "It needs a week within Europe. Leave it empty to fetch it in Basel.",
            german: {
              prompt: "An welche Adresse sollen wir Ihr Paket schicken?",
              help: "Innerhalb Europas dauert das eine Woche. Lassen Sie das Feld leer, wenn Sie es in Basel abholen.",
            },
          },
          {
            prompt: "Have you made paper before?",
            options: ["Never", "Once or twice", "Often"],
            german: { prompt: "Haben Sie schon Papier geschöpft?", options: ["Noch nie", "Ein-, zweimal", "Oft"] },
          },
        ],
        accessDays: 365,
        waitingList: true,
        crowd: 9,
        gaveUp: 2,
      },
    ],
    state: "published",
  },
];
