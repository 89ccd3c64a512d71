import type { InviteeFinding, LinkFinding, Profile } from "../world/index.ts";
import { eventTypePath, profilePath } from "./addresses.ts";
import type { Notice } from "./notice-page.ts";
import { fill, type Words } from "./words/index.ts";

/* The pages that say why there is nothing to do here. */

export const missingHost = (words: Words): Notice => ({
  title: words.missingHostTitle,
  sentence: words.missingHost,
});

export const missingBooking = (words: Words): Notice => ({
  title: words.missingBookingTitle,
  sentence: words.missingBooking,
});

export const meetingPlace = (words: Words): Notice => ({ title: words.meetingTitle, sentence: words.meeting });

export const closedForm = (words: Words): Notice => ({ title: words.closedFormTitle, sentence: words.closedForm });

export const longAnswers = (words: Words): Notice => ({ title: words.longAnswersTitle, sentence: words.longAnswers });

/** The answers lead to something that is no longer there. */
export const missingTarget = (words: Words): Notice => ({ title: words.thanksTitle, sentence: words.thanks });

export function missingEventType(profile: Profile, words: Words): Notice {
  return {
    title: words.missingEventTypeTitle,
    sentence: fill(words.missingEventType, { name: profile.name }),
    next: offersOf(profile, words),
  };
}

export function inactive(profile: Profile, words: Words): Notice {
  return {
    title: words.inactiveTitle,
    sentence: fill(words.inactive, { name: profile.name }),
    next: offersOf(profile, words),
  };
}

export function linkTrouble(finding: Exclude<LinkFinding, { kind: "open" }>, words: Words): Notice {
  switch (finding.kind) {
    case "missing":
      return { title: words.missingLinkTitle, sentence: words.missingLink };
    case "used":
      return { title: words.usedLinkTitle, sentence: fill(words.usedLink, { name: finding.host.name }) };
    case "expired":
      return { title: words.expiredLinkTitle, sentence: fill(words.expiredLink, { name: finding.host.name }) };
  }
}

export function alreadyStarted({ eventType, profile }: InviteeFinding, words: Words): Notice {
  const canBookAgain = eventType.active && eventType.deletedAt === null && eventType.oneOff === null;
  return {
    title: words.startedTitle,
    sentence: words.started,
    ...(canBookAgain ? { next: { label: words.bookAnother, href: eventTypePath(profile, eventType) } } : {}),
  };
}

function offersOf(profile: Profile, words: Words) {
  return { label: fill(words.seeOffers, { name: profile.name }), href: profilePath(profile) };
}
