import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { invitee, session } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer } from "../testing/server.ts";
import { SessionDetails } from "./session-details.tsx";

const hostile = [
  "<script>globalThis.taken = true</script>",
  '<img src=x onerror="globalThis.taken = true">',
  '"><svg onload="globalThis.taken = true">',
  "<iframe srcdoc='<script>parent.taken = true</script>'></iframe>",
  '<a href="javascript:globalThis.taken = true">press</a>',
];

test.each(hostile)("%s in whatever an invitee wrote is shown as the text that it is", async (text) => {
  const answers = [{ question: text, answer: text }];
  const by = invitee({
    name: text,
    questionsAndAnswers: answers,
    routingAnswers: answers,
    tracking: { utm_source: text },
  });
  const wicked = session({
    name: text,
    invitees: [by],
    guests: [{ email: text }],
    meetingNotes: text,
    location: { kind: "zoom", detail: text, joinUrl: "javascript:globalThis.taken = true" },
    history: [{ at: "2026-11-18T15:20:00Z", what: "booked", who: text, reason: text, from: null, to: null }],
  });
  const { container } = renderWith(
    <SessionDetails sessionId="ses_next" perspective="coach" />,
    createTestServer({ getSession: () => wicked }),
  );
  expect((await screen.findAllByText(text, { exact: false })).length).toBeGreaterThan(1);
  const made = container.querySelectorAll(
    "script, iframe, object, embed, img[src=x], svg[onload], [onerror], [onload]",
  );
  expect([...made].map((element) => element.outerHTML)).toEqual([]);
  const links = [...container.querySelectorAll("a")].map((link) => link.getAttribute("href") ?? "");
  expect(links.filter((href) => /^\s*(javascript|data|vbscript):/i.test(href))).toEqual([]);
  expect("taken" in globalThis).toBe(false);
});
