/** The page's languages. Most readers' own language is first, because a narrow screen shows one below the other. */
export const languages = ["id", "en"] as const;
export type Language = (typeof languages)[number];

/** The explanation of a failure for callers. Backticks mark code. */
export type Guidance = {
  readonly cause: string;
  /** What to do, one step per item. */
  readonly advice: readonly string[];
};

/** Guidance with a translation of the dictionary's text, which is English. */
export type TranslatedGuidance = Guidance & { readonly title: string };
