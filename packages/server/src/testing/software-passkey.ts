import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** A passkey in software: what an authenticator does in the browser's two ceremonies (WebAuthn Level 3, ES256, no attestation). */
export interface SoftwarePasskey {
  /** Answers the options of a registration. */
  register(options: { readonly challenge: string }): unknown;
  /** Answers the options of a sign-in. */
  signIn(options: { readonly challenge: string }): unknown;
}

/** `verifiesUser`: whether it checks who holds it, by a finger or a PIN. */
export function createSoftwarePasskey(origin: string, verifiesUser = true): SoftwarePasskey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  let used = 0;

  /** Section 6.1: whose page it was, that somebody was there, and how often it signed. */
  function authenticatorData(flags: number, rest: Uint8Array = new Uint8Array()): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(used);
    const present = flags | 0x01 | (verifiesUser ? 0x04 : 0);
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([present]), counter, rest]);
  }

  function clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  const answer = (response: Readonly<Record<string, string>>) => ({
    id,
    rawId: id,
    type: "public-key",
    clientExtensionResults: {},
    response,
  });

  return {
    register({ challenge }) {
      // CBOR by hand (RFC 8949): the COSE key of RFC 9052, then the attestation object with fmt "none".
      const key = Buffer.concat([
        Buffer.from("a5010203262001215820", "hex"),
        Buffer.from(x, "base64url"),
        Buffer.from("225820", "hex"),
        Buffer.from(y, "base64url"),
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, key]);
      const data = authenticatorData(0x40, attested);
      const attestation = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
        Buffer.from([data.length]),
        data,
      ]);
      return answer({
        clientDataJSON: clientData("webauthn.create", challenge).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
      });
    },
    signIn({ challenge }) {
      used += 1;
      const data = authenticatorData(0);
      const client = clientData("webauthn.get", challenge);
      const signature = createSign("sha256")
        .update(Buffer.concat([data, createHash("sha256").update(client).digest()]))
        .sign(privateKey);
      return answer({
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      });
    },
  };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
