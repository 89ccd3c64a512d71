import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Requests per minute. Generous: a person never meets them, a script that runs wild does. */
export interface LimitSettings {
  /** Per address, whether anyone is signed in or not. */
  readonly perAddress: number;
  /** Per person. */
  readonly reads: number;
  readonly writes: number;
  /** Per person, on routes that ask Calendly: its own limits are shared by the whole programme. */
  readonly upstream: number;
  /** Per address: sign-in attempts of any outcome. Each costs a slow hash. */
  readonly signIn: number;
  /** Per address and account, and counted only when they fail; over 15 minutes. */
  readonly failedSignIn: number;
  /** Per address: deliveries whose signature is wrong. Good ones are never limited. */
  readonly badSignatures: number;
}

export const defaultLimits: LimitSettings = {
  perAddress: 60_000,
  reads: 12_000,
  writes: 600,
  upstream: 600,
  signIn: 120,
  failedSignIn: 10,
  badSignatures: 300,
};

export type LimitClass = keyof LimitSettings;

export interface LimitState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly exceeded: boolean;
}

export interface Limits {
  /** Counts one and tells whether that was too many. */
  take(limit: LimitClass, key: string): Promise<LimitState>;
  /** Tells without counting. */
  look(limit: LimitClass, key: string): Promise<LimitState>;
  /** Forgets what was counted. */
  forget(limit: LimitClass, key: string): Promise<void>;
}

const windowSeconds: Partial<Record<LimitClass, number>> = { failedSignIn: 15 * 60 };

/** Counters in this process's memory. */
export function createLimits(settings: LimitSettings): Limits {
  const limiters = new Map<LimitClass, RateLimiterMemory>();
  const limiterOf = (name: LimitClass): RateLimiterMemory => {
    const existing = limiters.get(name);
    if (existing !== undefined) return existing;
    const made = new RateLimiterMemory({
      keyPrefix: name,
      points: settings[name],
      duration: windowSeconds[name] ?? 60,
    });
    limiters.set(name, made);
    return made;
  };
  const stateOf = (name: LimitClass, found: RateLimiterRes | null, exceeded: boolean): LimitState => ({
    limit: settings[name],
    remaining: Math.max(0, found?.remainingPoints ?? settings[name]),
    resetSeconds: Math.ceil((found?.msBeforeNext ?? 0) / 1000),
    exceeded,
  });
  return {
    async take(name, key) {
      try {
        return stateOf(name, await limiterOf(name).consume(key), false);
      } catch (refused) {
        // The library rejects with its result, not with an Error, when the points are used up.
        if (refused instanceof RateLimiterRes) return stateOf(name, refused, true);
        throw refused;
      }
    },
    async look(name, key) {
      const found = await limiterOf(name).get(key);
      return stateOf(name, found, found !== null && found.consumedPoints >= settings[name]);
    },
    async forget(name, key) {
      await limiterOf(name).delete(key);
    },
  };
}
