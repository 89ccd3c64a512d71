import { type Answer, collection, denied, invalid, noContent, notFound, resource } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader, type Reader } from "../../http/reader.ts";
import { changeRecap, deleteRecap } from "./keep-recap.ts";
import { presentRecap, presentRecapItem, transcriptUri, viewRecap } from "./present.ts";
import { type MeetingRecap, type RecapTexts, recapStatuses } from "./recap-records.ts";

const longestText = 100_000;

const textNames: readonly (readonly [wire: string, own: keyof RecapTexts])[] = [
  ["summary_md", "summary"],
  ["action_items_md", "actionItems"],
  ["discussion_md", "discussion"],
];

const featureRefusal = "Meeting recap access is not available. Required features are not enabled for your account";

/** An operation of accounts that have the notetaker. */
function recapEndpoint(operation: Endpoint["operation"], handle: Endpoint["handle"]): Endpoint {
  return {
    operation,
    handle: (call) => (call.state.settings.notetaker === "available" ? handle(call) : denied(featureRefusal)),
  };
}

/** Recaps are for the person whose notetaker wrote them. */
function findRecap(call: Call): { readonly recap: MeetingRecap } | { readonly answer: Answer } {
  const recap = call.state.store.meetingRecaps.get(call.params["uuid"] ?? "");
  if (recap === null) return { answer: notFound };
  return recap.userId === call.caller.id ? { recap } : { answer: denied() };
}

const listRecaps = recapEndpoint("listMeetingRecaps", (call) => {
  const { store } = call.state;
  const reader = createReader(call.query);
  const eventId = reader.uri("event", "scheduled_events");
  const from = reader.instant("start_time");
  const to = reader.instant("end_time");
  const status = reader.choice("status", recapStatuses) ?? "available";
  const attendee = reader.email("attendee")?.toLowerCase();
  if (from !== undefined && to !== undefined && from >= to) {
    reader.details.push({ parameter: "start_time", message: "start_time must be before end_time" });
  }
  const page = readPage(call, reader, store.meetingRecaps, {
    where: {
      user: call.caller.id,
      event: eventId,
      status,
      attendees: attendee,
      start:
        from === undefined && to === undefined
          ? undefined
          : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    },
    order: [{ by: "start", direction: "desc" }],
  });
  if (reader.details.length > 0) return invalid(reader.details);
  return collection(
    page.rows.map((recap) => presentRecapItem(viewRecap(call.state, recap), call.origins)),
    page.pagination,
  );
});

const getRecap = recapEndpoint("getMeetingRecap", (call) => {
  const found = findRecap(call);
  return "answer" in found ? found.answer : resource(presentRecap(viewRecap(call.state, found.recap), call.origins));
});

/** A text, or null to take it away. */
function readTexts(call: Call, reader: Reader): Partial<RecapTexts> {
  const sent = textNames.filter(([wire]) => Object.hasOwn(call.body, wire));
  return Object.fromEntries(
    sent.map(([wire, own]) => {
      const isEmpty = call.body[wire] === "";
      return [own, isEmpty ? "" : (reader.string(wire, { longest: longestText }) ?? null)];
    }),
  );
}

const updateRecap = recapEndpoint("updateMeetingRecap", (call) => {
  const found = findRecap(call);
  if ("answer" in found) return found.answer;
  const reader = createReader(call.body);
  const texts = readTexts(call, reader);
  if (reader.details.length === 0 && Object.keys(texts).length === 0) {
    reader.details.push({ message: "at least one of summary_md, action_items_md, discussion_md must be given" });
  }
  if (reader.details.length > 0) return invalid(reader.details);
  const recap = changeRecap(call.state, call.announce, found.recap, texts);
  return resource(presentRecap(viewRecap(call.state, recap), call.origins));
});

const removeRecap = recapEndpoint("deleteMeetingRecap", (call) => {
  const found = findRecap(call);
  if ("answer" in found) return found.answer;
  deleteRecap(call.state, call.announce, found.recap);
  return noContent;
});

const getTranscript = recapEndpoint("getMeetingRecapTranscript", (call) => {
  const found = findRecap(call);
  if ("answer" in found) return found.answer;
  const { id, transcript } = found.recap;
  return transcript === null ? notFound : resource({ uri: transcriptUri(call.origins, id), text: transcript });
});

export const meetingRecapEndpoints: readonly Endpoint[] = [
  listRecaps,
  getRecap,
  updateRecap,
  removeRecap,
  getTranscript,
];
