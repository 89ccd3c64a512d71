import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, rmSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readBytes } from "../../http/input.ts";
import type { StateDocument } from "../../store/copy.ts";
import { SandboxTrouble } from "../../store/trouble.ts";
import { longestDocument } from "../snapshot-documents.ts";
import { type Control, type ControlCall, found, made, ok } from "./control.ts";

const nameOf = ({ params }: ControlCall) => params["name"] ?? "";

function download(call: ControlCall): Response {
  const name = nameOf(call);
  if (!call.folder.list().includes(name))
    throw new SandboxTrouble(`There is no snapshot "${name}".`, { kind: "missing" });
  const file = call.folder.path(name);
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: {
      "content-type": "application/vnd.sqlite3",
      "content-length": String(statSync(file).size),
      "content-disposition": `attachment; filename="${name}.sqlite"`,
    },
  });
}

/** Checked before it takes its name: a file that is no state must not stand in for a snapshot that was good. */
async function upload(call: ControlCall) {
  const name = nameOf(call);
  const arriving = `${call.folder.path(name)}.${randomUUID()}`;
  try {
    if (call.request.body === null) throw new SandboxTrouble("Send the file as the body.", { kind: "invalid" });
    await pipeline(Readable.fromWeb(call.request.body as never), createWriteStream(arriving));
    return made({ snapshot: call.controls.importSnapshot(name, arriving) });
  } finally {
    rmSync(arriving, { force: true });
  }
}

async function uploadJson(call: ControlCall) {
  // Escapes and indentation may make the text longer than the records that it holds.
  const bytes = await readBytes(call.request, 2 * longestDocument);
  if (bytes === null)
    throw new SandboxTrouble("This JSON is too large: bring the state back as a file.", { kind: "invalid" });
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new SandboxTrouble("The request body is not valid JSON.", { kind: "invalid" });
  }
  return made({ snapshot: call.controls.writeSnapshot(nameOf(call), document as StateDocument) });
}

/** States that are put aside by name. */
export const snapshotControls: readonly Control[] = [
  {
    method: "GET",
    path: "/snapshots",
    says: "The snapshots there are",
    handle: ({ controls }) => ok({ snapshots: controls.listSnapshots() }),
  },
  {
    method: "POST",
    path: "/snapshots/:name",
    says: "Puts the whole state aside, clock and settings included, in place of one of the same name",
    handle: (call) => made({ snapshot: call.controls.saveSnapshot(nameOf(call)) }),
  },
  {
    method: "POST",
    path: "/snapshots/:name/restore",
    says: "Takes a snapshot back",
    handle: (call) => ok({ snapshot: call.controls.restoreSnapshot(nameOf(call)) }),
  },
  {
    method: "DELETE",
    path: "/snapshots/:name",
    says: "Deletes a snapshot",
    handle(call) {
      return found(call.controls.deleteSnapshot(nameOf(call)), "snapshot");
    },
  },
  {
    method: "GET",
    path: "/snapshots/:name/file",
    says: "A snapshot as a file (SQLite)",
    handle: download,
  },
  {
    method: "PUT",
    path: "/snapshots/:name/file",
    says: "Puts a snapshot's file here, under a name; restore it then",
    raw: true,
    handle: upload,
  },
  {
    method: "GET",
    path: "/snapshots/:name/json",
    says: "A snapshot as JSON: every record, to read, to change and to bring back",
    handle: (call) => ok(call.controls.readSnapshot(nameOf(call))),
  },
  {
    method: "PUT",
    path: "/snapshots/:name/json",
    says: "Makes a snapshot of such JSON, under a name; restore it then",
    raw: true,
    handle: uploadJson,
  },
];
