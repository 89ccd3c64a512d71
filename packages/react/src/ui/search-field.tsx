import { Search } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { TextField } from "./field.tsx";

const searchAfterMs = 250;

/** Words to look for; `onSearch` is told them once the typing rests, so that not every letter is asked for. */
export function SearchField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly maxLength?: number;
  readonly className?: string;
  readonly ref?: RefObject<HTMLInputElement | null>;
}) {
  const { value, onSearch, maxLength = 100, ...field } = props;
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onSearch);
  tell.current = onSearch;

  // The value may change by other ways than typing: back, a link, 'show all'. What comes back of what was typed here is
  // older than what was typed since.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, searchAfterMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextField
      {...field}
      labelHidden
      type="search"
      icon={<Search />}
      maxLength={maxLength}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
