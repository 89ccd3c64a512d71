import type { Certificate, FleetDrift, Sweep } from "@punctual/contract";

/** What was compared, in words: '1,204 sessions and 1,377 invitees'. */
export function comparedWords(
  what: Pick<Sweep, "sessionsCompared" | "inviteesCompared">,
  locale: string | undefined,
): string {
  const { sessionsCompared: sessions, inviteesCompared: invitees } = what;
  return `${count(sessions, "session", locale)} and ${count(invitees, "invitee", locale)}`;
}

/** The answer to 'is our copy the same as Calendly's?' */
export function fleetSentence(fleet: FleetDrift, locale: string | undefined): string {
  if (fleet.coaches === 0) return "No coach's Calendly is connected, so there is nothing to compare.";
  if (fleet.coachesCompared === 0) return "Nothing has been compared yet.";
  const compared = comparedWords(fleet, locale);
  const of = fleet.coachesCompared === fleet.coaches ? "" : ` of ${fleet.coaches.toLocaleString(locale)}`;
  const coaches = `${fleet.coachesCompared.toLocaleString(locale)}${of} ${fleet.coaches === 1 ? "coach" : "coaches"}`;
  return fleet.remaining === 0
    ? `No differences in ${compared} of ${coaches}.`
    : `${count(fleet.remaining, "session", locale)} ${fleet.remaining === 1 ? "differs" : "differ"} from Calendly, of ${compared} of ${coaches}.`;
}

/** The answer to a coach's 'are my sessions the same here as at Calendly?' */
export function ownSentence(certificate: Certificate, locale: string | undefined): string {
  if (certificate.newest === null) return "Your sessions have not been compared with Calendly yet.";
  if (certificate.remaining === 0) return "Your sessions are the same as at Calendly";
  const differ = certificate.remaining === 1 ? "differs" : "differ";
  return `${count(certificate.remaining, "session", locale)} ${differ} from Calendly`;
}

/** What the newest comparison found, and what became of it. */
export function foundWords(sweep: Sweep, locale: string | undefined): string {
  if (sweep.found === 0) return "nothing differed";
  const found = `${count(sweep.found, "session", locale)} differed`;
  if (sweep.remaining === 0) return `${found}, put right`;
  return `${found}, ${sweep.repaired.toLocaleString(locale)} put right`;
}

/** Which fields differed, each once: `session.startAt` reads as 'start' beside the record's name. */
export function fieldWords(sweep: Sweep): string {
  const fields = new Set(sweep.differences.flatMap((difference) => fieldsOf(difference)));
  return [...fields].sort().join(", ");
}

function fieldsOf(difference: Sweep["differences"][number]): readonly string[] {
  if (difference.kind === "missing") return ["missing here"];
  if (difference.kind === "gone") return [difference.repaired ? "deleted at Calendly" : "hidden at Calendly"];
  return difference.fields.map((field) => {
    const [record = "", name] = field.split(".");
    return name === undefined ? `${record} on one side only` : `${record} ${wordsOf(name)}`;
  });
}

/** `startAt` as 'start', `inviteesActive` as 'invitees active'. */
function wordsOf(name: string): string {
  return name.replace(/(?:At|Uri|Url)$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function count(number: number, noun: string, locale: string | undefined): string {
  return `${number.toLocaleString(locale)} ${noun}${number === 1 ? "" : "s"}`;
}
