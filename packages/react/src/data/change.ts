import type { ApiClient } from "@punctual/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { QueryTopic } from "./keys.ts";
import { useApi } from "./provider.tsx";

/**
 * A write, after which what is shown of these topics is read again: also after a refusal, which may mean that it is old.
 * What was sent and what was answered is kept no longer than whoever asked is there: it may be a secret.
 */
export function useChange<Input, Output>(
  topics: readonly QueryTopic[],
  change: (api: ApiClient, input: Input) => Promise<Output>,
) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(api, input),
    gcTime: 0,
    onSettled: () => Promise.all(topics.map((topic) => queryClient.invalidateQueries({ queryKey: [topic] }))),
  });
}
