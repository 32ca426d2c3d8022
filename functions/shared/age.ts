/** A point in time, by both of an instance's clocks. */
export type Moment = { readonly clock: number; readonly uptime: number };

export const moment = (): Moment => ({ clock: Date.now(), uptime: performance.now() });

/**
 * @returns the milliseconds since then, the larger of both clocks': one may be set back, and an instance's uptime may stand
 *   still while Lambda freezes it
 */
export const ageOf = ({ clock, uptime }: Moment): number => Math.max(Date.now() - clock, performance.now() - uptime);
