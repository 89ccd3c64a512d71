/** pg-boss's schema on our database. */
export const bossSchema = "punctual_queue";
