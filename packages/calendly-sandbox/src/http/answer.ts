import type { InvalidDetail } from "../world/types.ts";

/** What an endpoint answers. A body of undefined is an empty answer. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** The page of a collection, as `readPage` found it. */
export interface Pagination {
  readonly count: number;
  readonly next_page: string | null;
  readonly previous_page: string | null;
  readonly next_page_token: string | null;
  readonly previous_page_token: string | null;
}

export const resource = (body: unknown, status: 200 | 201 = 200): Answer => ({ status, body: { resource: body } });

/** `more` stands beside the two, where an operation tells more about what it found. */
export const collection = (items: readonly unknown[], pagination?: Pagination, more: object = {}): Answer => ({
  status: 200,
  body: pagination === undefined ? { collection: items, ...more } : { collection: items, pagination, ...more },
});

export const noContent: Answer = { status: 204 };

const unlocated = "Specified location kind is not configured for this event type.";

/** Its message is the usual one, but for a location that is not on offer (seen in life). */
export const invalid = (details: readonly InvalidDetail[], status = 400): Answer => {
  const isLocation = details.length > 0 && details.every(({ code }) => code === "invalid_location_choice");
  const message = isLocation ? unlocated : "The supplied parameters are invalid.";
  return { status, body: { title: "Invalid Argument", message, details } };
};

/** A 400 with a title of its own. */
export const refused = (title: string, message: string): Answer => ({ status: 400, body: { title, message } });

export const unauthenticated = (message: string): Answer => ({
  status: 401,
  body: { title: "Unauthenticated", message },
});

export const denied = (message = "You do not have permission to access this resource."): Answer => ({
  status: 403,
  body: { title: "Permission Denied", message },
});

export const insufficientScope = (scopes: readonly string[]): Answer => ({
  status: 403,
  body: {
    title: "Insufficient scope",
    message: "This operation requires the scopes listed in the 'required_scopes' array.",
    required_scopes: scopes,
  },
});

export const notFound: Answer = {
  status: 404,
  body: { title: "Resource Not Found", message: "The server could not find the requested resource." },
};

export const alreadyExists = (message = "The resource already exists", details?: readonly InvalidDetail[]): Answer => ({
  status: 409,
  body: { title: "Already Exists", message, details },
});

/** What was asked for does not fit what the resource is. */
export const conflict = (message: string): Answer => ({ status: 409, body: { title: "Conflict", message } });

/** A calendar elsewhere cannot be read; `GET /user_busy_times` alone answers so. */
export const externalCalendarError: Answer = {
  status: 424,
  body: { title: "External Calendar Error", message: "There is a problem accessing your calendar." },
};

export const serverError: Answer = {
  status: 500,
  body: {
    title: "Internal Server Error",
    message: "The server encountered an unexpected condition that prevented it from fulfilling the request.",
  },
};
