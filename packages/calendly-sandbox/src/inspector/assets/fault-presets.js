// Troubles that are met in life, one press each.

/** @type {readonly { label: string, says: string, rule: Record<string, any> }[]} */
export const presets = [
  {
    label: "Rate limit",
    says: "Every call is answered 429, with the headers of an empty budget.",
    rule: { kind: "http", status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "30" } },
  },
  { label: "Outage", says: "Every call is answered 503.", rule: { kind: "http", status: 503 } },
  {
    label: "One in five fails",
    says: "A fifth of the calls is answered 500.",
    rule: { kind: "http", status: 500, probability: 0.2 },
  },
  { label: "Slow", says: "Every call takes three seconds longer.", rule: { kind: "http", latency: 3_000 } },
  {
    label: "Never answers",
    says: "The next call waits for ever.",
    rule: { kind: "http", connection: "hang", count: 1 },
  },
  {
    label: "Booked, but nobody said so",
    says: "The next booking is made, and its connection cut.",
    rule: { kind: "http", operation: "createInvitee", connection: "cut", afterCommit: true, count: 1 },
  },
  {
    label: "A proxy's page",
    says: "The next call is answered 200 with HTML.",
    rule: { kind: "http", body: "html", count: 1 },
  },
  {
    label: "Half an answer",
    says: "The next answer ends in its middle.",
    rule: { kind: "http", body: "truncated", count: 1 },
  },
  {
    label: "Calendar trouble",
    says: "Available times are answered 424.",
    rule: { kind: "http", operation: "listEventTypeAvailableTimes", status: 424 },
  },
  { label: "Webhook lost", says: "The next webhook is never sent.", rule: { kind: "webhook", drop: true, count: 1 } },
  {
    label: "Webhook twice",
    says: "The next webhook is sent twice.",
    rule: { kind: "webhook", double: true, count: 1 },
  },
  {
    label: "Webhook out of order",
    says: "The next webhook goes after the two behind it.",
    rule: { kind: "webhook", reorder: 2, count: 1 },
  },
];
