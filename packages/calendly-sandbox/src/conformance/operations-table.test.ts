import { endpointList } from "@punctual/calendly";
import { expect, it } from "vitest";
import { apiEndpoints } from "../resources/endpoints.ts";
import { operationCases } from "./cases/index.ts";

/** The table of docs/operations.md, from what the server has and what the conformance suite checks. */
function describeOperations(): string {
  const served = new Set<string>(apiEndpoints.map(({ operation }) => operation));
  const checked = new Set(Object.keys(operationCases));
  const rows = endpointList.map(({ id, method, path, scopes, plan, source }) => {
    const state = !served.has(id) ? "missing" : checked.has(id) ? "served, conformance checked" : "served";
    return `| \`${method} ${path}\` | [${id}](${source}) | \`${scopes.join("`, `")}\` | ${plan} | ${state} |`;
  });
  return [
    "# Every operation",
    "",
    "Made from the code by a test: `npx vitest run --project unit operations-table -u` writes it anew.",
    "",
    "| | operation | scope | plan | state |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

it("is what the documentation's table of operations says", async () => {
  await expect(describeOperations()).toMatchFileSnapshot("../../docs/operations.md");
});
