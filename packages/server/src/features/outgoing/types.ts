import type { OutgoingMessageBody } from "@punctual/contract";
import type { outgoingEndpoints, outgoingMessages } from "../../platform/database/schema.ts";

export type EndpointRow = typeof outgoingEndpoints.$inferSelect;
export type MessageRow = typeof outgoingMessages.$inferSelect;

type WithoutTime<Body> = Body extends OutgoingMessageBody ? Omit<Body, "timestamp"> : never;

/** Something that other systems may want to be told. */
export type Happening = WithoutTime<Exclude<OutgoingMessageBody, { type: "test" }>> & {
  /** Our id of what it is about. */
  readonly subject: string;
};

/** A message that this process alone may send now. */
export interface ClaimedMessage {
  readonly message: MessageRow;
  readonly endpoint: EndpointRow;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
}
