import { chf, type CourseSeed, SATURDAY, TUESDAY } from "./course-seed.ts";

export const MUSIC_AND_FOOD: readonly CourseSeed[] = [
  {
    key: "harmony",
    title: "Harmony at the keyboard",
    summary:
      "Ten Tuesdays from the two chords everybody knows to the four that nobody can name. For pianists who read slowly and listen well.",
    description: `Harmony is taught with a pencil far too often. We learn it with ten fingers: every rule is a thing you can hear, and every exception a thing somebody loved.

You should be able to play a hymn or a pop song from the page, slowly. Perfect pitch is no help and no hindrance.

- **Weeks 1 to 3**: the cadence, in every key, until it bores you
- **Weeks 4 to 6**: sixths, sevenths, and the bass that goes its own way
- **Weeks 7 and 8**: modulation, or how to leave politely
- **Weeks 9 and 10**: harmonising a tune of your own

Each week is filmed, so that you can hear again what your neighbour's left hand did.`,
    subject: "Music",
    level: "intermediate",
    language: "en",
    teachers: [
      {
        email: "amelie.fournier@lindenhof.example",
        about: "Organist at the Leonhardskirche; teaches figured bass to jazz pianists and the other way round",
      },
    ],
    materials: [
      { title: "Week 1: the cadence (film)", link: "https://example.org/harmony/week-1" },
      { title: "Week 2: six-four chords (film)", link: "https://example.org/harmony/week-2" },
      {
        title: "The cadence in twelve keys",
        text: `Play **I – IV – V – I** in C, both hands, slowly. Then go up a fifth and do it again. Twelve times, and you are home.

| Key | I | IV | V |
| --- | --- | --- | --- |
| C | C E G | C F A | B D G |
| G | B D G | C E G | A D F♯ |
| D | A D F♯ | B D G | A C♯ E |

Keep the common note in the same finger. If your hand jumps, you have missed one.`,
      },
      {
        title: "Homework: a hymn without its tenor",
        text: "Take any hymn. Cross out the tenor. Write a better one, then play both to somebody and **do not say** which is yours.",
      },
    ],
    cohorts: [
      {
        key: "harmony-now",
        name: "{season} Tuesdays",
        dates: {
          inDays: -36,
          weekday: TUESDAY,
          at: "19:00",
          everyDays: 7,
          minutes: 90,
          meetings: [
            { title: "The cadence" },
            { title: "Six-four chords" },
            { title: "Twelve keys" },
            { title: "The added sixth" },
            { title: "Sevenths that fall" },
            { title: "A bass of one's own" },
            { title: "Leaving politely: to the dominant" },
            { title: "Leaving impolitely: everywhere else" },
            { title: "A tune of yours, first draft" },
            { title: "A tune of yours, played" },
          ],
        },
        timezone: "Europe/Zurich",
        place: "Music room, Lindenhof 4, Basel",
        capacity: 10,
        price: chf(620),
        openedDaysAgo: 95,
        accessDays: 240,
        waitingList: true,
        crowd: 9,
      },
    ],
    state: "published",
  },
  {
    key: "sourdough",
    title: "Sourdough and rye: one Saturday, four loaves",
    summary:
      "A long day in a warm kitchen. You bake four loaves, eat one of them together, and take a starter home in a jar.",
    description: `Flour, water, salt and patience. The first three are included.

We bake a plain wheat loaf, a Valais rye, a seeded tin loaf and a flat bread for lunch. Between the folds there is time to talk about why yours at home did not rise; bring photographs of failures.

**Please tell us about allergies** when you enrol. The kitchen is full of wheat, rye, sesame and nuts, so it is no place for coeliacs, and we are sorry about it.`,
    subject: "Food",
    level: "any",
    language: "en",
    teachers: [
      {
        email: "beat.zurbriggen@lindenhof.example",
        about: "Baker's son from Visp; prints on weekdays, bakes on Saturdays",
      },
    ],
    materials: [
      {
        title: "Feeding the starter in your jar",
        text: `1. Once a week, throw half of it away (or make pancakes).
2. Add as much flour and water as is left: 50 g, 50 g, 50 g.
3. Wait until it has doubled. Put it back into the cold.

It forgives a month of neglect. It does not forgive a lid screwed tight.`,
      },
      {
        title: "The Valais rye",
        text: `**Evening before:** 500 g whole rye, 450 g water, 80 g starter. Cover.

**Morning:** 200 g rye, 12 g salt, 60 g water. Shape with wet hands, dust generously, and wait for cracks as wide as a match. Bake at 250 °C, falling to 190 °C, for an hour.

Do not cut it before tomorrow.`,
      },
    ],
    cohorts: [
      {
        key: "sourdough-next",
        name: "A {season} Saturday",
        dates: {
          inDays: 9,
          weekday: SATURDAY,
          at: "08:30",
          everyDays: 1,
          minutes: 480,
          meetings: [{ title: "Four loaves", note: "Lunch is what we have baked until then." }],
        },
        timezone: "Europe/Zurich",
        place: "Teaching kitchen, Rheingasse 31, Basel",
        capacity: 8,
        price: chf(95),
        openedDaysAgo: 50,
        accessDays: null,
        waitingList: true,
        crowd: 7,
      },
    ],
    state: "published",
  },
];
