import { isTimeZone } from "@punctual/contract";
import { useMemo } from "react";
import { Select } from "../ui/field.tsx";
import { zoneCity, zoneLabel } from "./format.ts";
import { browserTimeZone, useTimeView } from "./time-context.tsx";
import { presentZoneName } from "./zone-names.ts";

/** All zones that the runtime knows, by region, with their present offset. */
export function TimeZoneSelect(props: {
  readonly value: string;
  readonly onChange: (timeZone: string) => void;
  readonly label?: string;
  readonly labelHidden?: boolean;
  readonly className?: string;
}) {
  const { now } = useTimeView();
  const groups = useMemo(() => groupByRegion(props.value, now()), [props.value, now]);
  return (
    <Select
      label={props.label ?? "Time zone"}
      labelHidden={props.labelHidden ?? false}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      {...(props.className === undefined ? {} : { className: props.className })}
    >
      {groups.map(([region, zones]) => (
        <optgroup key={region} label={region}>
          {zones.map((zone) => (
            <option key={zone.name} value={zone.name}>
              {zone.label}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

function groupByRegion(chosen: string, now: number) {
  // The chosen zone stays in the list under the name that it was chosen by.
  const listed = [...Intl.supportedValuesOf("timeZone"), "UTC", browserTimeZone()].map(presentZoneName);
  const names = new Set([...listed.filter(isTimeZone), chosen]);
  const groups = new Map<string, { name: string; label: string }[]>();
  for (const name of [...names].sort((a, b) => zoneCity(a).localeCompare(zoneCity(b)))) {
    const region = name.includes("/") ? (name.split("/")[0] ?? "Other") : "Other";
    groups.set(region, [...(groups.get(region) ?? []), { name, label: zoneLabel(name, now) }]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}
