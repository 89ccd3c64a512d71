export { testConfig } from "./config.ts";
export { createTestClock, createTestContext, type TestClock, type TestContext } from "./test-context.ts";
export { openTestDatabase } from "./test-database.ts";
export { connect, createTestProgramme, type TestProgramme } from "./test-programme.ts";
export { createTestServer, type SignedIn, signIn, type TestServer } from "./test-server.ts";
