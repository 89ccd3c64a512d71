import * as z from "zod";
import { problemCodes } from "./problem-codes.ts";

export const problemCodeSchema = z.enum(problemCodes);
/** One field that was refused: where it is (`body.reason`, `query.limit`) and what to write instead. */
export const fieldErrorSchema = z.object({
  field: z.string(),
  message: z.string(),
});
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** An RFC 9457 problem document, `application/problem+json`. `detail` is meant for people. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: problemCodeSchema,
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
