import { boolean, index, text } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { people } from "./identity.ts";
import { punctual } from "./punctual.ts";

/** What Clerk last told of each of its users: by this it is seen what changed there, whatever order news come in. */
export const clerkUsers = punctual.table("clerk_users", {
  /** `user_...` */
  id: text("id").primaryKey(),
  /** The person who was made of this user. Stays when the person is erased, so that they are not made anew. */
  personId: text("person_id"),
  /** The role that the user's public metadata names; null when it names none. */
  role: text("role", { enum: ["coach", "realtor", "admin"] }),
  /** The role that is on its way to Clerk: when it comes back as news, it is none. */
  sentRole: text("sent_role", { enum: ["coach", "realtor", "admin"] }),
  name: text("name").notNull(),
  /** True while Clerk's side keeps the user out: banned there, or the role taken away. */
  barred: boolean("barred").notNull(),
  /** The moment, by Clerk's clock, whose state this is; older news change nothing. */
  asOf: instant("as_of").notNull(),
  deletedAt: instant("deleted_at"),
});

/** Login sessions of Clerk that came by, or of which it told. One that ended is refused while its last token still runs. */
export const clerkLogins = punctual.table(
  "clerk_logins",
  {
    /** `sess_...` */
    id: text("id").primaryKey(),
    personId: text("person_id").references(() => people.id, { onDelete: "cascade" }),
    seenAt: instant("seen_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [index("clerk_logins_person").on(t.personId), index("clerk_logins_seen").on(t.seenAt)],
);
