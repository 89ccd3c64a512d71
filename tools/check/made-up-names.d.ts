/*
 * What the recipes in the documents speak of without introducing it. First what they leave to the reader's imports, then
 * what belongs to the reader's own program.
 */
import type * as calendlyPackage from "@punctual/calendly";
import type * as sandboxPackage from "@punctual/calendly-sandbox";

declare global {
  const endpoints: typeof calendlyPackage.endpoints;
  const createCalendlyClient: typeof calendlyPackage.createCalendlyClient;
  const isCalendlyError: typeof calendlyPackage.isCalendlyError;
  const createOAuthClient: typeof calendlyPackage.createOAuthClient;
  const createPkce: typeof calendlyPackage.createPkce;
  const readOAuthRedirect: typeof calendlyPackage.readOAuthRedirect;
  const webhookSignatureHeader: typeof calendlyPackage.webhookSignatureHeader;
  const createRateBudget: typeof calendlyPackage.createRateBudget;
  const sameUri: typeof calendlyPackage.sameUri;
  const parseSchedulingUrl: typeof calendlyPackage.parseSchedulingUrl;
  const buildSchedulingUrl: typeof calendlyPackage.buildSchedulingUrl;
  const parseSchedulingParameters: typeof calendlyPackage.parseSchedulingParameters;
  const createSandbox: typeof sandboxPackage.createSandbox;

  const calendly: calendlyPackage.CalendlyClient;
  const oauth: calendlyPackage.OAuthClient;
  const me: calendlyPackage.User;
  const host: calendlyPackage.User;
  const type: calendlyPackage.EventType;
  const slot: calendlyPackage.AvailableTime;
  const query: calendlyPackage.QueryOf<typeof calendlyPackage.endpoints.listScheduledEvents>;
  const resource: calendlyPackage.User;
  const session: { readonly uri: string };
  const uuid: string;
  const startTime: string;
  const endTime: string;

  const token: string;
  const accessToken: string;
  const clientId: string;
  const clientSecret: string;
  const redirectUri: string;
  const state: string;
  const accountId: string;
  const currentKey: string;
  const previousKey: string;
  const request: Request;
  const logger: { warn(fields: object): void };

  function redirect(url: string): void;
  function sorry(answer: object): void;
  function save(tokens: calendlyPackage.OAuthTokens): Promise<void>;
  function enqueue(uri: string): Promise<void>;
  function receive(rawBody: Uint8Array, header: string | null): Promise<200 | 401>;

  interface OwnTransaction {
    selectTokensForUpdate(accountId: string): Promise<calendlyPackage.OAuthTokens>;
    saveTokens(accountId: string, tokens: calendlyPackage.OAuthTokens): Promise<void>;
  }
  const database: { transaction<Result>(work: (tx: OwnTransaction) => Promise<Result>): Promise<Result> };
  const store: {
    savedToken(): Promise<string | null>;
    save(sessions: readonly calendlyPackage.ScheduledEvent[], nextPageToken: string | null): Promise<void>;
  };

  /** The faces of the web frameworks, as far as a recipe touches them. */
  interface HonoContext {
    readonly req: { arrayBuffer(): Promise<ArrayBuffer>; header(name: string): string | undefined };
    body(data: null, status: number): Response;
  }
  interface ExpressRequest {
    readonly body: Uint8Array;
    get(name: string): string | undefined;
  }
  interface ExpressResponse {
    sendStatus(status: number): void;
  }
  interface RawParser {
    readonly type: string;
  }
  const express: { raw(options: { readonly type: string }): RawParser };
  const app: {
    post(path: string, handle: (c: HonoContext) => Promise<Response>): void;
    post(
      path: string,
      parser: RawParser,
      handle: (request: ExpressRequest, response: ExpressResponse) => Promise<void>,
    ): void;
  };
}
