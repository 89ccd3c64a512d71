import { useMutation, useQuery } from "@tanstack/react-query";
import { useChange } from "./change.ts";
import { useApi } from "./provider.tsx";

/** Where the signed-in person is signed in, newest first. */
export function useLogins() {
  const api = useApi();
  return useQuery({ queryKey: ["logins", "list"], queryFn: ({ signal }) => api.listLogins({}, { signal }) });
}

const touched = ["logins"] as const;

/** Signs out in one other place. */
export function useEndLogin() {
  return useChange(touched, (api, loginId: string) => api.endLogin({ params: { loginId } }));
}

/** Signs out everywhere but here. */
export function useEndOtherLogins() {
  return useChange(touched, (api, _: undefined) => api.endOtherLogins());
}

/** Changes the person's own password; every other login session ends. */
export function useChangePassword() {
  return useChange(touched, (api, passwords: { readonly currentPassword: string; readonly newPassword: string }) =>
    api.changePassword({ body: passwords }),
  );
}

/** The signed-in person's passkeys, oldest first. */
export function usePasskeys() {
  const api = useApi();
  return useQuery({ queryKey: ["logins", "passkeys"], queryFn: ({ signal }) => api.listPasskeys({}, { signal }) });
}

/** Removes a passkey: nobody signs in by it any more. */
export function useRemovePasskey() {
  return useChange(touched, (api, passkeyId: string) => api.removePasskey({ params: { passkeyId } }));
}

/** Sends the person a mail with a link that proves their address. */
export function useSendVerification() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.sendVerification() });
}
