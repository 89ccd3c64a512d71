import type { Booker } from "./types.ts";

/** The realtors of the coaching programme, on clocks from Honolulu to Auckland. */
export const realtors: readonly [Booker, ...Booker[]] = [
  { name: "Jordan Blake", email: "jordan@realty.example", timeZone: "America/Chicago", role: "realtor" },
  { name: "Priya Nair", email: "priya@realty.example", timeZone: "Asia/Kolkata", role: "realtor" },
  { name: "Lee Tanaka", email: "lee@realty.example", timeZone: "Asia/Tokyo", role: "realtor" },
  { name: "Casey Morgan", email: "casey.morgan@homes.example", timeZone: "America/New_York", role: "realtor" },
  { name: "Inês Duarte", email: "ines@duarte.example", timeZone: "Europe/Lisbon", role: "realtor" },
  { name: "Sam O'Neill", email: "sam.oneill@keys.example", timeZone: "Europe/Dublin", role: "realtor" },
  { name: "Noor Haddad", email: "noor@haddad.example", timeZone: "Asia/Dubai", role: "realtor" },
  { name: "Wei Zhang", email: "wei.zhang@lofts.example", timeZone: "America/Los_Angeles", role: "realtor" },
  { name: "Amara Eze", email: "amara@eze.example", timeZone: "Africa/Lagos", role: "realtor" },
  { name: "Bruno Costa", email: "bruno@casas.example", timeZone: "America/Sao_Paulo", role: "realtor" },
  { name: "Chloé Marchand", email: "chloe@marchand.example", timeZone: "America/Toronto", role: "realtor" },
  { name: "Dag Nilsen", email: "dag@nilsen.example", timeZone: "Europe/Oslo", role: "realtor" },
  { name: "Elena Popescu", email: "elena@popescu.example", timeZone: "Europe/Bucharest", role: "realtor" },
  { name: "Fergus Doyle", email: "fergus@doyle.example", timeZone: "America/St_Johns", role: "realtor" },
  { name: "Gita Rai", email: "gita@rai.example", timeZone: "Asia/Kathmandu", role: "realtor" },
  { name: "Hana Kealoha", email: "hana@kealoha.example", timeZone: "Pacific/Honolulu", role: "realtor" },
  { name: "Ivo Marić", email: "ivo@maric.example", timeZone: "Europe/Zagreb", role: "realtor" },
  { name: "June Whitford", email: "june@whitford.example", timeZone: "Pacific/Auckland", role: "realtor" },
  { name: "Karim Aziz", email: "karim@aziz.example", timeZone: "Africa/Casablanca", role: "realtor" },
  { name: "Luz Herrera", email: "luz@herrera.example", timeZone: "America/Phoenix", role: "realtor" },
];
