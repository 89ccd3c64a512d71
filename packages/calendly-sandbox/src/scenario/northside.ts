import type { OrganizationSketch } from "../resources/organizations/seed-organization.ts";

/** Who works together at Northside Coaching, and who has been asked to join. */
export const northside: OrganizationSketch = {
  teams: [
    { name: "Listing Team", slug: "northside-listing-team", members: ["maya-okafor", "tom-reyes", "kit-larsen"] },
    { name: "Evening Team", slug: "northside-evening-team", members: ["ana-silva", "ravi-menon"] },
  ],
  groups: [
    { name: "East", admins: ["maya-okafor"], members: ["maya-okafor", "ana-silva", "ruth-abara"] },
    { name: "West", admins: ["ada-lindqvist"], members: ["tom-reyes", "kit-larsen"] },
  ],
  invitations: [
    { email: "noor@northside.example", status: "pending", daysAgo: 3, group: "East" },
    { email: "felix@northside.example", status: "pending", daysAgo: 12 },
    { email: "gil@northside.example", status: "declined", daysAgo: 30 },
  ],
};
