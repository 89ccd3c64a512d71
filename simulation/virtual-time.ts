import { AsyncLocalStorage } from "node:async_hooks";
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";
import { createRandom, type Random } from "./random.ts";

/*
 * The time, the timers and the dice of this whole process, in the hand of the simulation. Postgres is PGlite, a part of
 * this process, so `now()` in SQL follows too: retries, leases and expiries of the queue are as far away as the
 * simulation makes them. Must be imported before anything that keeps a `setTimeout` or a `randomUUID` of its own.
 */

interface Timer {
  readonly id: number;
  readonly owner: object | null;
  readonly work: () => void;
  readonly every: number | null;
  due: number;
}

const real = {
  Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  getRandomValues: crypto.webcrypto.getRandomValues.bind(crypto.webcrypto),
};
const owners = new AsyncLocalStorage<object>();
const timers = new Map<number, Timer>();
let dice: Random | null = null;
let isVirtual = false;
let now = 0;
let lastId = 0;
/** Turns of the event loop in which nothing happens before it counts as quiet: streams take a few for each part. */
const enoughTurns = 8;
/** Work in threads of this process, whose end nobody can foresee. */
let inThreads = 0;

/** The machine's own clock, for measuring how long a simulation takes. */
export const realNow = (): number => performance.now();
/** The time of the simulation, in milliseconds. */
export const virtualNow = (): number => now;

/** From here on chance comes from `seed`. */
export function throwDice(seed: number): void {
  dice = createRandom(seed);
}

/** From here on time stands still until it is moved. */
export function beginVirtualTime(at: number): void {
  now = at;
  lastId = 0;
  timers.clear();
  isVirtual = true;
}

/** Back to the machine's time. */
export function endVirtualTime(): void {
  timers.clear();
  isVirtual = false;
}

/** Everything that `work` sets up later belongs to `owner`, and ends with {@link dropTimersOf}. */
export const ownedBy = <Result>(owner: object, work: () => Result): Result => owners.run(owner, work);

export function dropTimersOf(owner: object): void {
  for (const timer of timers.values()) if (timer.owner === owner) timers.delete(timer.id);
}

/** Moves time on, as if the process had slept: every timer that fell due meanwhile goes off once, in order. */
export async function sleepFor(milliseconds: number): Promise<void> {
  const target = now + milliseconds;
  const overdue = [...timers.values()].filter((timer) => timer.due <= target).sort(sooner);
  now = target;
  for (const timer of overdue) if (timers.has(timer.id)) await goOff(timer);
}

/**
 * Waits for `work`. When all that goes on in this process is waiting for a time to come, that time comes: a retry
 * in two seconds takes none.
 *
 * @throws when nothing goes on and nothing will.
 */
export async function passTimeUntil<Result>(work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  for (;;) {
    await quiet(() => isOver);
    if (isOver) return work;
    const [next] = [...timers.values()].sort(sooner);
    if (next === undefined) throw new Error("The simulation is stuck: something waits, and nothing will happen.");
    now = Math.max(now, next.due);
    await goOff(next);
  }
}

/** Resolves when nothing goes on any more but waiting. */
export async function quiet(isOver: () => boolean = () => false): Promise<void> {
  for (let turns = 0; turns < enoughTurns; turns += 1) {
    await new Promise<void>((resolve) => real.setImmediate(resolve));
    if (isOver()) return;
    if (inThreads > 0) turns = 0;
  }
}

async function goOff(timer: Timer): Promise<void> {
  if (timer.every === null) timers.delete(timer.id);
  else timer.due = now + timer.every;
  if (timer.owner === null) timer.work();
  else owners.run(timer.owner, timer.work);
  await quiet();
}

const sooner = (a: Timer, b: Timer): number => a.due - b.due || a.id - b.id;

/** What `setTimeout` gives back: Node's have these methods, and libraries call them. */
class Handle {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return false;
  }
  refresh(): this {
    const timer = timers.get(this.id);
    if (timer !== undefined) timer.due = now + (timer.every ?? 0);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

type Callback = (...values: unknown[]) => void;

function plan(callback: Callback, delay: number | undefined, repeats: boolean, values: unknown[]): Handle {
  lastId += 1;
  const wait = Math.max(1, Math.trunc(delay ?? 1) || 1);
  const owner = owners.getStore() ?? null;
  timers.set(lastId, {
    id: lastId,
    owner,
    every: repeats ? wait : null,
    due: now + wait,
    work: () => callback(...values),
  });
  return new Handle(lastId);
}

function install(): void {
  const plain = {
    setTimeout: (callback: Callback, delay?: number, ...values: unknown[]) =>
      isVirtual ? plan(callback, delay, false, values) : real.setTimeout(callback, delay, ...values),
    setInterval: (callback: Callback, delay?: number, ...values: unknown[]) =>
      isVirtual ? plan(callback, delay, true, values) : real.setInterval(callback, delay, ...values),
    clearTimeout: (handle: unknown) =>
      handle instanceof Handle ? timers.delete(handle.id) : real.clearTimeout(handle as NodeJS.Timeout),
    clearInterval: (handle: unknown) =>
      handle instanceof Handle ? timers.delete(handle.id) : real.clearInterval(handle as NodeJS.Timeout),
  };
  Object.assign(globalThis, plain);

  const present = () => (isVirtual ? now : real.Date.now());
  globalThis.Date = new Proxy(real.Date, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [present()] : values, newTarget) as Date,
    apply: () => new real.Date(present()).toString(),
    get: (target, name) => (name === "now" ? present : Reflect.get(target, name)),
  });

  const fill = <Into extends NodeJS.ArrayBufferView>(into: Into): Into => {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    if (dice === null) real.getRandomValues(bytes);
    else dice.bytes(bytes);
    return into;
  };
  const uuid = (): ReturnType<typeof crypto.randomUUID> => {
    const bytes = fill(Buffer.alloc(16));
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
  const { randomBytes } = crypto;
  Object.assign(crypto, {
    randomUUID: uuid,
    randomFillSync: fill,
    // With a callback it answers from a thread; nothing here asks it to.
    randomBytes: (size: number, whenDone?: () => void) =>
      whenDone === undefined ? fill(Buffer.alloc(size)) : randomBytes(size, whenDone),
  });
  const { setTimeout: realPause } = timersPromises;
  Object.assign(timersPromises, {
    setTimeout: <Value>(delay?: number, value?: Value, options?: { readonly signal?: AbortSignal }): Promise<Value> =>
      isVirtual ? pause(delay, value as Value, options?.signal) : realPause(delay, value, options),
  });
  syncBuiltinESMExports();
  Object.defineProperty(crypto.webcrypto, "getRandomValues", { value: fill });
  Object.defineProperty(crypto.webcrypto, "randomUUID", { value: uuid });
  const { random } = Math;
  Math.random = () => (dice === null ? random() : dice.next());

  oneAtATime(crypto.webcrypto.subtle);
}

function pause<Value>(delay: number | undefined, value: Value, signal: AbortSignal | undefined): Promise<Value> {
  return new Promise((resolve, reject) => {
    const handle = plan(() => resolve(value), delay, false, []);
    const stop = () => {
      timers.delete(handle.id);
      reject(signal?.reason);
    };
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Threads end in any order; what they do for us ends in the order in which it was asked for. */
function oneAtATime(subtle: object): void {
  let last: Promise<unknown> = Promise.resolve();
  for (const name of ["sign", "verify", "digest", "encrypt", "decrypt", "importKey", "deriveBits", "deriveKey"]) {
    const method = Reflect.get(subtle, name) as (...values: unknown[]) => Promise<unknown>;
    Object.defineProperty(subtle, name, {
      value: (...values: unknown[]) => {
        inThreads += 1;
        const mine = last
          .catch(() => undefined)
          .then(() => method.apply(subtle, values))
          .finally(() => {
            inThreads -= 1;
          });
        last = mine;
        return mine;
      },
    });
  }
}

install();
