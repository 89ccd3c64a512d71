import { textLinkClasses } from "@punctual/react";

/** A way out below a form: as tall as a thumb. */
export const quietLink = `${textLinkClasses} inline-flex min-h-11 items-center text-sm`;
