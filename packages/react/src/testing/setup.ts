import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What a page shows a moment later is waited for longer than the library's second: the machine may be busy.
configure({ asyncUtilTimeout: 5_000 });

// Here and not beside `renderWith`: a module that files share is loaded once, this file for each of them.
afterEach(cleanup);
