import type { PGlite, Transaction } from "@electric-sql/pglite";
import { createPunctual, onPglite, type Punctual, silentLog, type testConfig } from "@punctual/server/simulation";
import { Temporal } from "temporal-polyfill";
import { dropTimersOf, ownedBy, virtualNow } from "./virtual-time.ts";

/** A promise of a dead process: nobody will ever hear of it. */
const never = new Promise<never>(() => undefined);

class Died extends Error {
  override readonly name = "Died";
}

/** One process of the product, from its start to its orderly end or its sudden death. */
export class Life {
  /** Points at which it could have died so far: around every statement and every call to Calendly. */
  points = 0;
  isOver = false;
  readonly #death = Promise.withResolvers<void>();
  readonly #listeners: (() => Promise<void>)[] = [];
  #diesAfter: number | null = null;
  #product: Punctual | null = null;

  /**
   * Starts the product on a database that earlier lives may have left.
   *
   * @param call how it reaches Calendly.
   */
  static async begin(
    pglite: PGlite,
    config: ReturnType<typeof testConfig>,
    call: (url: string, init: RequestInit) => Promise<Response>,
    doom: number | null = null,
  ): Promise<Life> {
    const life = new Life();
    life.#diesAfter = doom;
    await life.#survive(
      ownedBy(life, async () => {
        life.#product = await createPunctual(config, {
          clock: { now: () => Temporal.Instant.fromEpochMilliseconds(virtualNow()) },
          log: silentLog,
          open: { ...onPglite(life.#mortal(pglite)), close: async () => undefined },
          fetch: async (url, init) => {
            await life.#pass();
            const answer = await call(String(url), init ?? {});
            await life.#pass();
            return answer;
          },
        });
      }),
    );
    return life;
  }

  /** From now on it dies at the `points`th of the points that it comes to; null: it lives on. */
  doom(points: number | null): void {
    this.#diesAfter = points;
  }

  /** Kills the process here and now. */
  die(): void {
    if (this.isOver) return;
    this.isOver = true;
    dropTimersOf(this);
    this.#death.resolve();
    for (const stop of this.#listeners) void stop().catch(() => undefined);
  }

  /** Ends it in the orderly way. */
  async end(): Promise<void> {
    await this.#survive(ownedBy(this, async () => this.#product?.close()));
    this.die();
  }

  /** What the product does; null when it died over it. */
  async do<Result>(work: (product: Punctual) => Promise<Result>): Promise<Result | null> {
    const product = this.#product;
    if (product === null || this.isOver) return null;
    return this.#survive(ownedBy(this, () => work(product)));
  }

  /** Answers a request; null when the process dies over it. */
  fetch(request: Request): Promise<Response | null> {
    return this.do(async (product) => product.fetch(request));
  }

  async #survive<Result>(work: Promise<Result>): Promise<Result | null> {
    return Promise.race([work, this.#death.promise.then(() => null)]);
  }

  /** A point at which the process may die. What a dead process goes on to do never happens. */
  #pass(): Promise<void> | undefined {
    if (this.isOver) return never;
    this.points += 1;
    if (this.#diesAfter === null || --this.#diesAfter > 0) return undefined;
    this.die();
    return never;
  }

  /** The connection of this life to the database. What is open in it when the process dies is rolled back. */
  #mortal(pglite: PGlite): PGlite {
    const life = this;
    const statement =
      <Values extends unknown[], Result>(run: (...values: Values) => Promise<Result>) =>
      async (...values: Values): Promise<Result> => {
        // Hints go out when nobody counts: whether one is lost makes no difference to anybody.
        const counts = !String(values[0]).includes("pg_notify(");
        if (!counts) return life.isOver ? never : run(...values);
        await life.#pass();
        const result = await run(...values);
        await life.#pass();
        return result;
      };
    const within = (tx: Transaction): Transaction => ({
      ...tx,
      query: statement(tx.query.bind(tx)) as Transaction["query"],
      exec: statement(tx.exec.bind(tx)),
      get closed() {
        return tx.closed;
      },
    });
    const methods: Partial<PGlite> = {
      query: statement(pglite.query.bind(pglite)) as PGlite["query"],
      exec: statement(pglite.exec.bind(pglite)),
      async transaction(run) {
        await life.#pass();
        const death = life.#death.promise.then(() => {
          throw new Died();
        });
        death.catch(() => undefined);
        const committed = await pglite
          .transaction((tx) => Promise.race([run(within(tx)), death]))
          .catch((error: unknown) => {
            if (error instanceof Died) return never;
            throw error;
          });
        await life.#pass();
        return committed;
      },
      async listen(channel, callback) {
        if (life.isOver) return never;
        const stop = await pglite.listen(channel, (payload) => {
          if (!life.isOver) callback(payload);
        });
        life.#listeners.push(stop);
        return stop;
      },
    };
    return new Proxy(pglite, {
      get: (target, name) => Reflect.get(methods, name) ?? Reflect.get(target, name, target),
    });
  }
}
