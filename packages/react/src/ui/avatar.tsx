import { useState } from "react";
import { classNames } from "./class-names.ts";

const sizes = { small: "size-6 text-[0.625rem]", medium: "size-9 text-xs", large: "size-14 text-base" } as const;

/** A person's picture, or their initials when there is none or it does not come. Decorative: the name stands beside it. */
export function Avatar(props: {
  readonly name: string;
  readonly src?: string | null;
  readonly size?: keyof typeof sizes;
  readonly className?: string;
}) {
  const [missing, setMissing] = useState<string | null>(null);
  const looks = classNames(
    "inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full bg-accent-soft font-medium text-accent-strong select-none",
    sizes[props.size ?? "medium"],
    props.className,
  );
  const { src } = props;
  if (typeof src === "string" && src !== "" && src !== missing) {
    return (
      <img
        src={src}
        alt=""
        className={classNames(looks, "object-cover")}
        referrerPolicy="no-referrer"
        onError={() => setMissing(src)}
      />
    );
  }
  return (
    <span aria-hidden="true" className={looks}>
      {initialsOf(props.name)}
    </span>
  );
}

/** At most two letters: of the first and of the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

/** The first word of a name, for sentences about somebody who was named in full already. */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}
