/** Whether a path is one of the controls or of the inspector, which no fault strikes and no log buries in itself. */
export const isControl = (path: string): boolean => path === "/_sandbox" || path.startsWith("/_sandbox/");
