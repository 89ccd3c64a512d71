import { type OpenApiDocument, openApiDocument } from "@punctual/contract";
import { createReferencePage } from "./reference-page.ts";

export interface Documentation {
  /** The OpenAPI document, as JSON. */
  document(): string;
  /** The reference page, for a response with this nonce. */
  page(nonce: string): Promise<string>;
}

/** The API's documentation: made when it is asked for the first time, since most processes never are. */
export function createDocumentation(options: { readonly version: string; readonly serverUrl: string }): Documentation {
  let made: OpenApiDocument | undefined;
  let text: string | undefined;
  let page: Promise<(nonce: string) => string> | undefined;
  const document = (): OpenApiDocument => {
    made ??= openApiDocument(options);
    return made;
  };
  return {
    document() {
      text ??= JSON.stringify(document());
      return text;
    },
    async page(nonce) {
      page ??= createReferencePage(document());
      return (await page)(nonce);
    },
  };
}
