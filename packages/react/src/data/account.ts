import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Where the signed-in person is signed in, newest first. */
export function useLogins() {
  const api = useApi();
  return useQuery({ queryKey: ["logins", "list"], queryFn: ({ signal }) => api.listLogins({}, { signal }) });
}

function useLoginsChange<Input, Output>(change: (api: ReturnType<typeof useApi>, input: Input) => Promise<Output>) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(api, input),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["logins", "list"] }),
  });
}

/** Signs out in one other place. */
export function useEndLogin() {
  return useLoginsChange((api, loginId: string) => api.endLogin({ params: { loginId } }));
}

/** Signs out everywhere but here. */
export function useEndOtherLogins() {
  return useLoginsChange((api, _: undefined) => api.endOtherLogins());
}

/** Changes the person's own password; every other login session ends. */
export function useChangePassword() {
  return useLoginsChange((api, passwords: { readonly currentPassword: string; readonly newPassword: string }) =>
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
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (passkeyId: string) => api.removePasskey({ params: { passkeyId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["logins", "passkeys"] }),
  });
}

/** Sends the person a mail with a link that proves their address. */
export function useSendVerification() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.sendVerification() });
}
