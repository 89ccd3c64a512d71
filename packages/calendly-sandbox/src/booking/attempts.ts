const mostRemembered = 1_000;

/** Which booking a form's attempt has made, by the id of its invitee. */
export interface Attempts {
  find(attempt: string | undefined): string | null;
  remember(attempt: string | undefined, inviteeId: string): void;
}

/**
 * A form whose answer got lost on the way is sent again, and would find its time taken: by itself. The attempts of late
 * are remembered, so that the second answer is the first one's.
 */
export function createAttempts(): Attempts {
  const made = new Map<string, string>();
  return {
    find: (attempt) => (attempt === undefined ? null : (made.get(attempt) ?? null)),
    remember(attempt, inviteeId) {
      if (attempt === undefined) return;
      made.set(attempt, inviteeId);
      const [oldest] = made.keys();
      if (made.size > mostRemembered && oldest !== undefined) made.delete(oldest);
    },
  };
}
