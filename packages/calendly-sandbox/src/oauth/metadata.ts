import { allScopes } from "@punctual/calendly";
import type { Origins } from "../http/origin.ts";
import { grantTypes } from "./grant.ts";

/**
 * Authorization server metadata (RFC 8414). Calendly serves it on the origin of its pages, and OAuth on a host of its
 * own; here all are one origin, unless a TLS front has the names of Calendly's.
 */
export function describeServer({ api, booking }: Origins) {
  const auth = api.replace("://api.calendly.com", "://auth.calendly.com");
  const methods = ["client_secret_basic", "client_secret_post"];
  return {
    issuer: booking,
    authorization_endpoint: `${auth}/oauth/authorize`,
    token_endpoint: `${auth}/oauth/token`,
    introspection_endpoint: `${auth}/oauth/introspect`,
    revocation_endpoint: `${auth}/oauth/revoke`,
    scopes_supported: allScopes,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: grantTypes,
    token_endpoint_auth_methods_supported: [...methods, "none"],
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: [...methods, "none"],
    code_challenge_methods_supported: ["S256"],
    service_documentation: "https://developer.calendly.com",
  };
}
