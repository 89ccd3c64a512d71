/** The body of a refused page call: a code for the page, a sentence for the invitee. */
export interface Refusal {
  readonly message: string;
  readonly failure: { readonly code: string };
}

export function refusal(code: string, message: string): Refusal {
  return { message, failure: { code } };
}
