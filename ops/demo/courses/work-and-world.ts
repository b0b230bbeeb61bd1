import { chf, type CourseSeed, eur, SATURDAY, WEDNESDAY } from "./course-seed.ts";

export const WORK_AND_WORLD: readonly CourseSeed[] = [
  {
    key: "accounts",
    title: "The accounts of a small business",
    summary:
      "Four evenings online for people who run a shop, a studio or a practice, and open the letters from the tax office last.",
    description: `By the end you will close a month by yourself in twenty minutes, and know what the numbers are trying to tell you.

We use a spreadsheet, a shoebox and real receipts with the names crossed out.

- what is income, and when
- what is cost, and what only feels like one
- value added tax without tears (Swiss and German rules)
- what to keep, how long, and what may go

You need a computer with any spreadsheet on it. **Bring your own shoebox.**`,
    subject: "Work",
    level: "beginner",
    language: "en",
    teachers: [{ email: "farid.haddad@lindenhof.example", about: "Kept the books of a bakery for nine years" }],
    materials: [
      {
        title: "The month in seven steps",
        text: `1. Everything out of the shoebox.
2. Sort by **date**, not by size.
3. Bank statement beside it; tick what is on both.
4. What is only in the box: cash, or forgotten.
5. What is only at the bank: find the paper, or ask for it.
6. Enter. Sum. Compare with last month.
7. Write one sentence about what changed. *This is the only step that matters.*`,
      },
      { title: "The spreadsheet we use", link: "https://example.org/accounts/sheet" },
    ],
    cohorts: [
      {
        key: "accounts-next",
        name: "{season} evenings",
        dates: {
          inDays: 12,
          weekday: WEDNESDAY,
          at: "19:30",
          everyDays: 7,
          minutes: 90,
          meetings: [
            { title: "The shoebox" },
            { title: "Income and cost" },
            { title: "Value added tax" },
            { title: "Closing the month" },
          ],
        },
        timezone: "Europe/Zurich",
        place: "Online",
        link: "https://example.org/meet/accounts",
        capacity: 30,
        price: eur(290),
        openedDaysAgo: 35,
        accessDays: 365,
        waitingList: true,
        crowd: 12,
        gaveUp: 2,
      },
    ],
    state: "published",
  },
  {
    key: "statistics",
    title: "Statistics for people who were told they cannot count",
    summary:
      "At your own pace, any day. Twelve short chapters about averages, chance and newspapers, with answers that explain themselves.",
    description: `You were told wrong.

Begin whenever you like; you have half a year. Each chapter takes an evening and ends with a headline from a real newspaper, which you will by then be able to contradict.

*No formula appears before you have missed it.*`,
    subject: "Science",
    level: "beginner",
    language: "en",
    teachers: [{ email: "signe.odegard@lindenhof.example", about: "Statistician who draws, or the other way round" }],
    materials: [
      {
        title: "1. The average family has 1.5 children",
        text: `Nobody has met the half child. Where does it come from?

Write down the number of children in ten families that you know. Add, divide. Then cross out the largest family and do it again.

**What changed, and by how much?** Keep that number. It will come back in chapter 4.`,
      },
      {
        title: "2. Half of all drivers are better than average",
        text: "True or false? Find an example where it is true, and one where *nine out of ten* are better than average. (Think of legs.)",
      },
      { title: "3. Twenty coins", link: "https://example.org/statistics/coins" },
    ],
    cohorts: [
      {
        key: "statistics-always",
        name: "At your own pace",
        dates: null,
        timezone: "Europe/Zurich",
        place: "Online, any time",
        capacity: null,
        price: eur(180),
        openedDaysAgo: 260,
        accessDays: 180,
        waitingList: false,
        crowd: 11,
        gaveUp: 2,
      },
    ],
    state: "published",
  },
  {
    key: "mending",
    title: "Mend it yourself",
    summary: "Zips, plugs, hinges and handles: forty repairs that need no workshop. Free, and open for good.",
    description: `Everything in this house can be mended with a screwdriver, a needle and half an hour, or it can be brought to our repair café on the first Saturday of the month.

Free, because a course about throwing less away should cost nothing to begin.

> Before you open anything with a plug: **pull the plug.** Then read the page about capacitors.`,
    subject: "Home",
    level: "any",
    language: "en",
    teachers: [{ email: "beat.zurbriggen@lindenhof.example", about: "Owns eleven screwdrivers and lends ten" }],
    materials: [
      {
        title: "A zip that opens behind the slider",
        text: `Nine times in ten the teeth are fine and the **slider** is worn. Squeeze its two sides with pliers, gently, a little at a time, and try. If it holds, you have saved a jacket; if it cracks, a slider costs less than a coffee.`,
      },
      {
        title: "Capacitors: why unplugged is not enough",
        text: "A flash, a microwave oven and an old television keep their bite after the plug is out. **Leave those three to us.**",
      },
      {
        title: "Hinges",
        text: "A door that drops has a screw that turns without holding. Fill the hole with two matchsticks and wood glue, wait an hour, and screw again.",
      },
    ],
    cohorts: [
      {
        key: "mending-always",
        name: "Open for good",
        dates: null,
        timezone: "Europe/Zurich",
        place: "Online, any time",
        capacity: null,
        price: chf(0),
        openedDaysAgo: 300,
        accessDays: null,
        waitingList: false,
        crowd: 16,
      },
    ],
    state: "published",
  },
  {
    key: "stars",
    title: "Star maps without a telescope",
    summary:
      "Four clear nights on the hill above the town, and two cloudy ones in the library. Free, warm clothes needed.",
    description: `We learn to find our way by what anybody can see: a plough, a chair, a swan, and the gap where there is nothing.

The course is over for this year. It begins again when the nights are long enough.`,
    subject: "Science",
    level: "any",
    language: "en",
    teachers: [{ email: "signe.odegard@lindenhof.example", about: "Statistician who draws, or the other way round" }],
    materials: [
      {
        title: "Your first map",
        text: "Find the Plough. Follow the two stars at its end five times their distance: that is the North Star. **You now know where north is, for life.**",
      },
      { title: "Tonight's sky", link: "https://example.org/sky" },
    ],
    cohorts: [
      {
        key: "stars-then",
        name: "{season} nights",
        dates: {
          inDays: -120,
          weekday: SATURDAY,
          at: "20:30",
          everyDays: 14,
          minutes: 120,
          meetings: [
            { title: "The Plough and the Chair" },
            { title: "The ecliptic, or where the planets walk" },
            { title: "A night in the library" },
            { title: "The gap where there is nothing" },
          ],
        },
        timezone: "Europe/Zurich",
        place: "Tüllinger Hill, meeting at the tram stop",
        capacity: 20,
        price: chf(0),
        openedDaysAgo: 170,
        accessDays: 90,
        waitingList: false,
        crowd: 14,
      },
    ],
    state: "published",
  },
  {
    key: "window-box",
    title: "A garden in a window box",
    summary: "From March to October on forty centimetres: salad, herbs, one tomato and something for the bees.",
    description: `*Amélie is still writing this one. Notes so far:*

- which side does the window face? (ask first, everything follows)
- soil: what the bag says and what is in it
- one tomato is a crop, two are a quarrel`,
    subject: "Home",
    level: "beginner",
    language: "en",
    teachers: [{ email: "amelie.fournier@lindenhof.example", about: "Grows nineteen kinds of basil on one balcony" }],
    materials: [
      {
        title: "Draft: the four windows",
        text: "North: parsley, mint, patience. East: nearly everything. *To be continued.*",
      },
    ],
    cohorts: [
      {
        key: "window-box-draft",
        name: "{season} Wednesdays",
        dates: {
          inDays: 150,
          weekday: WEDNESDAY,
          at: "17:30",
          everyDays: 7,
          minutes: 60,
          meetings: [{ title: "Which window?" }, { title: "Soil" }, { title: "Sowing" }],
        },
        timezone: "Europe/Zurich",
        place: "Courtyard, Lindenhof 4, Basel",
        capacity: 14,
        price: chf(120),
        openedDaysAgo: 0,
        accessDays: 365,
        waitingList: true,
        crowd: 0,
      },
    ],
    state: "draft",
  },
];
