type Kind = "success" | "error" | "warning" | "info";
type Say = (title: string, more?: { readonly description?: string }) => void;

/** What shows the news comes once there is some: no page waits for it. */
const say =
  (kind: Kind): Say =>
  (title, more) => {
    import("sonner").then(
      ({ toast }) => toast[kind](title, more),
      // The page itself shows how things stand; the news is only on top.
      () => undefined,
    );
  };

/** Says something briefly: `notify.success("Session canceled", { description: "Jordan was told." })`. */
export const notify: Readonly<Record<Kind, Say>> = {
  success: say("success"),
  error: say("error"),
  warning: say("warning"),
  info: say("info"),
};
