import { type Fault, type FaultName, faultNames, faults } from "./faults.ts";

/** A part of a soak, from when its fault was asked for to when it was certainly gone; milliseconds of `performance.now()`. */
export type Slot = {
  readonly fault?: FaultName;
  /** Which calls meet it: every n-th. */
  readonly everyNth?: number;
  readonly from: number;
  to: number;
};

/** A fault that every third call meets may be got over by another attempt, one that every call meets may not. */
const SOME = 3;
const EVERY = 1;
/** Seconds of a slot, where there is time for more than one cycle. */
const SLOT_SECONDS = 5;

/** One after the other: well, a fault of some calls, the same of every call, well, the next fault … and well at the end. */
export const planSlots = (seconds: number) => {
  const slotsInCycle = 2 * faultNames.length;
  const cycles = Math.max(1, Math.floor(seconds / (slotsInCycle * SLOT_SECONDS)));
  const length = seconds / (slotsInCycle * cycles + 1);
  const cycle = faultNames.flatMap((fault) => [
    { seconds: length },
    { seconds: length / 2, fault, everyNth: SOME },
    { seconds: length / 2, fault, everyNth: EVERY },
  ]);
  return [...Array(cycles).fill(cycle).flat(), { seconds: length }] as {
    seconds: number;
    fault?: FaultName;
    everyNth?: number;
  }[];
};

/** Whether a fault of the target was on at any moment from `sentAt` to `answeredAt`. */
export const hadFault = (
  slots: readonly Slot[],
  target: Fault["target"],
  { sentAt, answeredAt }: { readonly sentAt: number; readonly answeredAt: number },
): boolean =>
  slots.some(({ fault, from, to }) => fault && faults[fault].target === target && from <= answeredAt && to >= sentAt);
