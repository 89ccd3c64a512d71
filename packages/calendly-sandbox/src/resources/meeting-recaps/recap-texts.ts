import type { RecapTexts } from "./recap-records.ts";

interface Talk {
  readonly summary: string;
  readonly actionItems: readonly string[];
  readonly discussion: string;
  /** Host and guest in turn, the host first. */
  readonly lines: readonly string[];
}

const talks: readonly [Talk, ...Talk[]] = [
  {
    summary:
      "They looked at a listing that has not moved in sixty days, and settled on a price that the market will answer.",
    actionItems: [
      "Pull the five closest sales of the last ninety days",
      "Call the sellers on Thursday with one number, not a range",
      "New photographs before the weekend",
    ],
    discussion:
      "### Price\nThe comparable sales stand eight percent below the asking price.\n\n### The call\nBegin with what buyers said, then the number, then silence.",
    lines: [
      "How many showings did you have in the last two weeks?",
      "Two, and neither came back.",
      "What did they say on the way out?",
      "That the kitchen is small for the money.",
      "Then the buyers have told you the price. Shall we practise telling the sellers?",
      "Yes, please. That is the call I have been putting off.",
    ],
  },
  {
    summary: "The week falls apart on Tuesdays, so the two hours for follow-up moved to Monday and Wednesday mornings.",
    actionItems: [
      "Block 8:30 to 10:30 on Mondays and Wednesdays",
      "Write to the twelve people who have gone quiet",
      "Tell the office that Tuesdays are for showings",
    ],
    discussion:
      "### Where the time goes\nShowings, the office meeting and the school run meet on one day.\n\n### What stays\nTwo hours of calls, before anything else is opened.",
    lines: [
      "Which day did you lose this week?",
      "Tuesday again. By noon I had answered forty messages and called nobody.",
      "What would have to be true for you to call twelve people?",
      "It would have to happen before I open the inbox.",
      "Then let us put it there.",
    ],
  },
  {
    summary: "They practised the commission conversation until the answer took one sentence.",
    actionItems: [
      "Learn the one sentence by heart",
      "Bring the plan for the first fourteen days to the next listing appointment",
    ],
    discussion:
      "### Commission\nAsked early it is a question about trust.\n\n### Proof\nThe plan of the first fourteen days answers it better than a discount.",
    lines: [
      "I will be your seller. Another agent would do it for one percent less.",
      "I would have to think about that.",
      "Try it without the thinking.",
      "What you pay for is the first fourteen days, and here is what I do in them.",
      "Good. Again, and this time wait for my answer.",
    ],
  },
];

const listOf = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

/** The texts of a coaching session and its transcript, `at` choosing among them; the same for the same number. */
export function writeRecap(at: number, host: string, guests: readonly string[]): RecapTexts & { transcript: string } {
  const talk = talks[at % talks.length] ?? talks[0];
  const lines = talk.lines.map((line, turn) => {
    const guest = guests[Math.floor(turn / 2) % Math.max(1, guests.length)] ?? "Guest";
    return `${turn % 2 === 0 ? host : guest}: ${line}`;
  });
  return {
    summary: talk.summary,
    actionItems: listOf(talk.actionItems),
    discussion: talk.discussion,
    transcript: lines.join("\n"),
  };
}

/** A number that depends on the id alone. */
export function numberOf(id: string): number {
  let number = 0;
  for (const character of id) number = (number * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return number;
}
