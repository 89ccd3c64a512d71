#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: from the second start on, all of it is as it was compiled the first time.
enableCompileCache();
await import("./command.ts");
