import { createHash } from "node:crypto";
import { connectCoach } from "./connect-coach.ts";
import { Life } from "./life.ts";
import { createNetwork, type Network } from "./network.ts";
import { createRandom, type Random } from "./random.ts";
import { clearStage, type Person, type Stage } from "./stage.ts";
import { beginVirtualTime, passTimeUntil, sleepFor, throwDice, virtualNow } from "./virtual-time.ts";

/** A Monday, so that there is something to book, far from a change of the clocks. */
const start = Date.UTC(2026, 10, 23, 13);

/** One seed as it plays. */
export class Scene {
  readonly stage: Stage;
  readonly random: Random;
  readonly network: Network;
  /** What happened, in words without ids, so that the same seed gives the same text. */
  readonly story: string[] = [];
  deaths = 0;
  /** Those whose accounts are at Calendly, the owner of the organization first. */
  coaches: readonly Person[];
  #life: Life | null = null;
  /** Statements and calls of all lives: two runs that differ anywhere differ here. */
  #points = 0;

  private constructor(stage: Stage, seed: number) {
    this.stage = stage;
    this.coaches = [stage.coach];
    this.random = createRandom(seed * 7919);
    this.network = createNetwork(
      this.random,
      { calendly: (request) => stage.sandbox.fetch(request), life: () => this.#life },
      (what) => this.note(`  wire: ${what}`),
    );
    stage.network = this.network;
  }

  static async open(stage: Stage, seed: number): Promise<Scene> {
    throwDice(seed);
    beginVirtualTime(start);
    await clearStage(stage, seed);
    return new Scene(stage, seed);
  }

  note(what: string): void {
    this.story.push(`${new Date(virtualNow()).toISOString()} ${what}`);
  }

  /** The process that runs now; a new one when the last has died. */
  async living(): Promise<Life> {
    for (;;) {
      const life = this.#life;
      if (life !== null && !life.isOver) return life;
      if (life !== null) this.#points += life.points;
      const { pglite, config } = this.stage;
      // A process may die while it starts, too.
      const doom = this.deaths > 0 && this.random.chance(0.15) ? 1 + this.random.below(15) : null;
      this.#life = await passTimeUntil(Life.begin(pglite, config, (url, init) => this.network.call(url, init), doom));
      this.#life.doom(null);
      this.note(this.#life.isOver ? "the process dies while it starts" : "a process starts");
    }
  }

  /** Kills the process, and lets some time go by without one. */
  async mourn(): Promise<void> {
    const life = this.#life;
    if (life === null) return;
    life.die();
    this.deaths += 1;
    this.note("the process is dead");
    await sleepFor(this.random.below(90_000));
  }

  /** Ends the process in order, as a deployment does. */
  async redeploy(): Promise<void> {
    const life = await this.living();
    await passTimeUntil(life.end());
    this.note("the process has ended in order");
  }

  /** Works off what is due; the number of jobs, or null when the process died over it. */
  async work(): Promise<number | null> {
    const life = await this.living();
    const done = await passTimeUntil(life.do((product) => product.worker.runDue()));
    return done?.ran ?? null;
  }

  /** Sends a request to the product as this person's browser would; null when the process dies over it. */
  async request(person: Person, method: string, path: string, body?: object): Promise<Response | null> {
    const life = await this.living();
    const { publicUrl } = this.stage.config;
    const headers: Record<string, string> = {
      cookie: person.cookie,
      origin: publicUrl,
      "x-csrf-token": person.csrfToken,
    };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (method !== "GET") headers["idempotency-key"] = crypto.randomUUID();
    const request = new Request(`${publicUrl}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return passTimeUntil(life.fetch(request));
  }

  /** A coach connects Calendly, or does so again. True when it came to its end. */
  connect(coach: Person): Promise<boolean> {
    return connectCoach(this.stage.sandbox, coach, (method, path) => this.request(coach, method, path));
  }

  /** What this run did, as one number: the same for the same seed. */
  traceHash(): string {
    const life = this.#life;
    const points = this.#points + (life?.points ?? 0);
    return createHash("sha256")
      .update(JSON.stringify([this.story, points]))
      .digest("hex")
      .slice(0, 16);
  }

  async close(): Promise<void> {
    this.#life?.die();
    this.stage.network = null;
  }
}
