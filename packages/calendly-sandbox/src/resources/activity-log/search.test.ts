import { describe, expect, it } from "vitest";
import { compileSearch, toSearchable } from "./search.ts";

const entry = toSearchable([
  "User_Management.Invitation_Sent",
  "Ada Lindqvist",
  "ada@northside.example",
  "30 Minute Meeting",
]);
const finds = (term: string) => compileSearch(term)?.(entry) ?? null;

describe("a search", () => {
  it("finds words in any case, and not parts of words unless asked to", () => {
    expect(["ada", "LINDQVIST", "invitation_sent", "sent", "ada@northside.example"].map(finds)).toEqual(
      Array(5).fill(true),
    );
    expect(["lind", "northsid", "zoë"].map(finds)).toEqual([false, false, false]);
    expect(["lind*", "*qvist", "*@northside.example", "l*q*t"].map(finds)).toEqual(Array(4).fill(true));
    expect(["lind*x", "*@other.example"].map(finds)).toEqual([false, false]);
  });

  it("joins by space, + and AND, chooses by | and OR, omits by -, and groups by brackets", () => {
    expect(["ada lindqvist", "ada + meeting", "ada AND meeting", "nobody | ada", "nobody OR ada"].map(finds)).toEqual(
      Array(5).fill(true),
    );
    expect(["ada nobody", "ada + nobody", "ada -lindqvist", "-ada"].map(finds)).toEqual(Array(4).fill(false));
    expect(["ada -nobody", "(nobody | ada) + meeting", "(this + that) OR (ada + sent)"].map(finds)).toEqual(
      Array(3).fill(true),
    );
    expect(["(nobody | ada) + nothing", "ada -(sent | received)"].map(finds)).toEqual([false, false]);
  });

  it("takes what stands in quotes as it stands", () => {
    expect(finds('"30 minute meeting"')).toBe(true);
    expect(finds('"minute 30"')).toBe(false);
    expect(finds('ada -"30 minute"')).toBe(false);
  });

  it("makes the best of half a search, and of nothing nothing", () => {
    expect(['ada"', "(ada", "ada)", "ada |", "| ada", "ada +", "ada)) lindqvist", '"30 minute'].map(finds)).toEqual(
      Array(8).fill(true),
    );
    expect(["", "   ", "()", '""', "|", "((((", "-", ")"].map(finds)).toEqual(Array(8).fill(null));
    expect(finds("ada - lindqvist")).toBe(true);
  });

  it("stays quick however many asterisks and brackets it is given", () => {
    const startedAt = performance.now();
    finds(`${"*a".repeat(150)}`);
    finds("(".repeat(300));
    finds(`${"-".repeat(299)}a`);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
