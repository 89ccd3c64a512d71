import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { leaveWhenShutOut } from "./identity/leave.ts";
import { createQueryClient } from "./identity/query-client.ts";
import { createRouter } from "./routing/router.ts";
import { noteAnswer } from "./shell/reachability.ts";
import "./styles.css";

const leave = leaveWhenShutOut();
const queryClient = createQueryClient({
  onShutOut: (client, why) => leave(client, router.state.location.href, why),
  onAnswer: noteAnswer,
});
const router = createRouter(queryClient);

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
