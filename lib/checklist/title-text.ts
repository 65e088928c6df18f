const ornament =
  /^(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\uFE0F|\u200D)\s*)+/u;

/** A heading without the pictures before it: they say nothing, and not every machine can draw them. */
export const titleText = (title: string): string => title.replace(ornament, "") || title;
