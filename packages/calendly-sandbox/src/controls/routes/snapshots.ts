import { createReadStream, createWriteStream, rmSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SandboxTrouble } from "../../store/trouble.ts";
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
  const file = call.folder.path(name);
  const arriving = `${file}.arriving`;
  try {
    if (call.request.body === null) throw new SandboxTrouble("Send the file as the body.", { kind: "invalid" });
    await pipeline(Readable.fromWeb(call.request.body as never), createWriteStream(arriving));
    call.controls.importSnapshot(name, arriving);
  } finally {
    rmSync(arriving, { force: true });
  }
  return made({ snapshot: call.controls.listSnapshots().find((one) => one.name === name) });
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
];
