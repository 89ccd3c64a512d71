import { Button, Select, TextField } from "@punctual/react";
import { Search, X } from "lucide-react";
import type { AuditSearch } from "../../../routing/search.ts";
import { nounWords } from "./audit-words.ts";

/** Which entries: of what kind, of which days, with which words in the reason, by whom and about what. */
export function AuditFilters(props: {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}) {
  const { onChange } = props;
  const { entry: _, ...filters } = props.search;
  const { action, from, to, actor, subject } = filters;
  const isTurned = from !== undefined && to !== undefined && from > to;
  const isOther = action !== undefined && !nounWords.some(([noun]) => noun === action);
  return (
    <search className="my-6 flex flex-wrap items-start gap-3">
      <Select
        label="What"
        labelHidden
        value={action ?? ""}
        onChange={(event) => onChange({ ...filters, action: event.target.value || undefined })}
        className="w-full sm:w-52"
      >
        <option value="">Everything</option>
        {nounWords.map(([noun, word]) => (
          <option key={noun} value={noun}>
            {word}
          </option>
        ))}
        {isOther ? <option value={action}>{action.replace(".", ": ").replaceAll("_", " ")}</option> : null}
      </Select>
      <TextField
        label="Search reasons"
        labelHidden
        type="search"
        icon={<Search />}
        placeholder="Words of a reason"
        maxLength={100}
        value={filters.search ?? ""}
        onChange={(event) => onChange({ ...filters, search: event.target.value || undefined })}
        className="w-full grow sm:w-auto sm:max-w-64"
      />
      <TextField
        label="From"
        labelHidden
        type="date"
        value={from ?? ""}
        onChange={(event) => onChange({ ...filters, from: event.target.value || undefined })}
        className="w-[calc(50%-0.375rem)] sm:w-40"
      />
      <TextField
        label="To"
        labelHidden
        type="date"
        value={to ?? ""}
        error={isTurned ? "The last day is before the first." : null}
        onChange={(event) => onChange({ ...filters, to: event.target.value || undefined })}
        className="w-[calc(50%-0.375rem)] sm:w-40"
      />
      {actor === undefined ? null : (
        <Narrowed what="By one person or key" onDrop={() => onChange({ ...filters, actor: undefined })} />
      )}
      {subject === undefined ? null : (
        <Narrowed what="About one thing" onDrop={() => onChange({ ...filters, subject: undefined })} />
      )}
    </search>
  );
}

function Narrowed({ what, onDrop }: { readonly what: string; readonly onDrop: () => void }) {
  return (
    <Button icon={<X strokeWidth={1.5} />} onClick={onDrop} aria-label={`${what}: show all again`}>
      {what}
    </Button>
  );
}
