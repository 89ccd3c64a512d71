import { createPrivateKey } from "node:crypto";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from "node:net";

/** A key and a certificate for localhost that nobody vouches for, good until 2126. They open nothing. */
const key =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgs4gZcXGy3/xjctn4ArsQ0HVda0cZ8pO0M2CVhxTNomahRANCAAQG/kol/MtDq2XZI2+LtjNrjCzPBO0Nll5ROBNqu33LkZXxE5Yt198HxJ34euT6HLW4NV0P3HpFIdFofl0ptZzl";
const certificate =
  "MIIBmzCCAUGgAwIBAgIUV7s0KlcvgT9t+vJ4+I5fL5DU7rMwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE3NTMyOFoYDzIxMjYxMDMxMTc1MzI4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQG/kol/MtDq2XZI2+LtjNrjCzPBO0Nll5ROBNqu33LkZXxE5Yt198HxJ34euT6HLW4NV0P3HpFIdFofl0ptZzlo28wbTAdBgNVHQ4EFgQUEV9cW4x9dPhX+YH9HEAE14pyMVQwHwYDVR0jBBgwFoAUEV9cW4x9dPhX+YH9HEAE14pyMVQwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIhAJsP7a7J2yxGKsRs7mn/68qbDyvRKhw7nuBcQqtANoAyAiBNYNsJ0yQs4e8G0n2AqS7ftLRDz0hEbQK+KxlpJIUkIw==";

export interface OddReceiver {
  readonly url: string;
  close(): Promise<void>;
}

async function listen(server: Server, scheme: string): Promise<OddReceiver> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A receiver that answers as `respond` does. */
export const startHttpReceiver = (respond: RequestListener) => listen(createHttpServer(respond), "http");

/** A receiver by https, with a certificate that nobody vouches for. */
export function startHttpsReceiver(respond: RequestListener): Promise<OddReceiver> {
  const pem = createPrivateKey({ key: Buffer.from(key, "base64"), format: "der", type: "pkcs8" });
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  return listen(createHttpsServer({ key: pem.export({ format: "pem", type: "pkcs8" }), cert }, respond), "https");
}

/** A receiver that takes connections and does with them what `handle` does. */
export const startRawReceiver = (handle: (socket: Socket) => void) => listen(createNetServer(handle), "http");
