import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import { type FaultRequest, type FaultRule, faultSchema, ruleFor } from "./fault-rules.ts";
import { read } from "./read.ts";

export interface FaultControls {
  addFault(request: FaultRequest): FaultRule;
  /** The rules that can still strike, oldest first, each with how often it has struck. */
  listFaults(): readonly FaultRule[];
  /** The rules whose count is used up, oldest first. */
  listSpentFaults(): readonly FaultRule[];
  removeFault(id: string): boolean;
  clearFaults(): void;
}

export function createFaultControls({ store }: State): FaultControls {
  const list = () => store.faults.list({ order: { by: "seq", direction: "asc" } });
  return {
    addFault(request) {
      const wanted = read(faultSchema, request);
      const fault = ruleFor(wanted, { id: randomUUID(), seq: store.nextNumber("faults") });
      store.faults.put(fault);
      return fault;
    },
    listFaults: () => list().filter(({ remaining }) => remaining !== 0),
    listSpentFaults: () => list().filter(({ remaining }) => remaining === 0),
    removeFault(id) {
      if (store.faults.get(id) === null) return false;
      store.faults.delete(id);
      return true;
    },
    clearFaults: () => store.faults.clear(),
  };
}
