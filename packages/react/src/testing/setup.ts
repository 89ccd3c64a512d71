import { configure } from "@testing-library/react";

// What a page shows a moment later is waited for longer than the library's second: the machine may be busy.
configure({ asyncUtilTimeout: 5_000 });
