/** The page's languages. The readers' own comes first: where one stands below the other, the first is read first. */
export const languages = ["id", "en"] as const;
export type Language = (typeof languages)[number];

/** What a caller is told about a failure. Backticks mark code. */
export type Guidance = {
  readonly cause: string;
  /** What to do, a step each. */
  readonly advice: readonly string[];
};

/** With the dictionary's text in another language than its own, which is English. */
export type TranslatedGuidance = Guidance & { readonly title: string };
