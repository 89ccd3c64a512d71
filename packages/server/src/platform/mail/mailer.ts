/** One message to one recipient. The HTML comes from an auto-escaping template. */
export interface OutgoingMail {
  /** RFC 5322 Message-ID without brackets; the same id is never delivered twice to the embedded mailbox. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar: { readonly method: "REQUEST" | "CANCEL"; readonly content: string } | null;
}

export interface Mailer {
  /** @throws when the SMTP server refuses or cannot be reached; the job tries again. */
  send(mail: OutgoingMail): Promise<void>;
  close(): Promise<void>;
}
