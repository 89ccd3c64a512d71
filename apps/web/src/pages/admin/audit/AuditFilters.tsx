import { Button, DateRange, SearchField, Select } from "@punctual/react";
import { X } from "lucide-react";
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
  const isOther = action !== undefined && !nounWords.some(([noun]) => noun === action);
  return (
    <search className="my-6 flex flex-wrap items-center gap-3">
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
      <SearchField
        label="Search reasons"
        placeholder="Words of a reason"
        value={filters.search ?? ""}
        onSearch={(text) => onChange({ ...filters, search: text || undefined })}
        className="w-full grow sm:w-auto sm:max-w-64"
      />
      <DateRange title="Entries between" from={from} to={to} onChange={(range) => onChange({ ...filters, ...range })} />
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
