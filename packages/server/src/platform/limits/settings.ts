/** How many of a kind are let through, and in how long. Generous: a person never meets them, a script that runs wild does. */
export interface LimitSettings {
  /** Per address, a minute: requests of any kind, but webhooks. */
  readonly perAddress: number;
  /** Per person or API key, a minute. */
  readonly reads: number;
  readonly writes: number;
  /** Per person or API key, a minute, on routes that ask Calendly: its own limits are shared by the whole programme. */
  readonly upstream: number;
  /** Per address, a minute: attempts to sign in, of any outcome, and whatever else proves who somebody is. Each may cost a slow hash. */
  readonly signIn: number;
  /** Per account and address, or per account and known browser, within 15 minutes: failed sign-ins. Twice as many in three hours, three times as many in a day. */
  readonly failedSignIn: number;
  /** Per account, within 15 minutes: failed sign-ins of all browsers that never signed in to it, whatever their addresses. Four times as many in a day. */
  readonly failedByAccount: number;
  /** Per address, within 15 minutes: failed sign-ins to all accounts. Six times as many in a day. */
  readonly failedByAddress: number;
  /** Per account, an hour: mails that anyone may cause by writing its e-mail address. */
  readonly mails: number;
  /** Per address, a minute: deliveries and signed requests whose signature is wrong. Good ones are never limited. */
  readonly badSignatures: number;
  /** Open live streams of one person; beyond, the oldest is ended. */
  readonly streamsPerPerson: number;
  /** Open live streams of one process; beyond, a new one is refused. */
  readonly streams: number;
}

export const defaultLimits: LimitSettings = {
  perAddress: 12_000,
  reads: 6_000,
  writes: 600,
  upstream: 600,
  signIn: 120,
  failedSignIn: 10,
  failedByAccount: 50,
  failedByAddress: 50,
  mails: 5,
  badSignatures: 300,
  streamsPerPerson: 10,
  streams: 2_000,
};

/** Kinds that are counted over time. */
export type LimitClass = Exclude<keyof LimitSettings, "streamsPerPerson" | "streams">;

export interface LimitWindow {
  readonly most: number;
  readonly seconds: number;
}

const minute = 60;
const quarter = 15 * minute;
const day = 24 * 60 * minute;

/** The windows of a kind, the shortest first: whoever goes on has to wait longer each time. */
export function windowsOf(name: LimitClass, settings: LimitSettings): readonly LimitWindow[] {
  const most = settings[name];
  switch (name) {
    case "failedSignIn":
      return [
        { most, seconds: quarter },
        { most: most * 2, seconds: 3 * 60 * minute },
        { most: most * 3, seconds: day },
      ];
    case "failedByAccount":
      return [
        { most, seconds: quarter },
        { most: most * 4, seconds: day },
      ];
    case "failedByAddress":
      return [
        { most, seconds: quarter },
        { most: most * 6, seconds: day },
      ];
    case "mails":
      return [{ most, seconds: 60 * minute }];
    default:
      return [{ most, seconds: minute }];
  }
}

/**
 * Kinds that come too often to ask the database each time: several processes tell each other once a second, and may
 * together let through what they served within that second beyond the limit. The others are exact.
 */
export const reportedClasses: ReadonlySet<LimitClass> = new Set<LimitClass>(["perAddress", "reads", "badSignatures"]);
