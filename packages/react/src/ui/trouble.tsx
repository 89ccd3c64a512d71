import { classNames } from "./class-names.ts";

/**
 * Why what was just tried did not happen, beside the button that tried it. Always in the page, so that a screen reader
 * hears the sentence when it comes.
 */
export function Trouble(props: { readonly className?: string; readonly children: string | null }) {
  return (
    <p role="alert" className={classNames("text-sm text-canceled empty:hidden", props.className)}>
      {props.children}
    </p>
  );
}
